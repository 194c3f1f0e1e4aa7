// Bugs of the Raft core, each one that somebody has made or could make.

import { type Mutant, mutantsOf } from './mutant.ts'

export const CORE_MUTANTS: readonly Mutant[] = mutantsOf('core', {
  'replicas of an older term are counted': [
    'raft/src/log.ts',
    'if (index > this.committed && this.matchTerm(index, term)) {',
    'if (index > this.committed && term >= 0) {',
  ],
  'votes without looking at the log': [
    'raft/src/vote.ts',
    'mayVote && core.log.isUpToDate(message.index, message.logTerm) && !isOutranked(core, message)',
    'mayVote && !isOutranked(core, message)',
  ],
  'logs are compared by index only': [
    'raft/src/log.ts',
    'return lastTerm > ownTerm || (lastTerm === ownTerm && lastIndex >= this.lastIndex())',
    'return lastTerm >= 0 && ownTerm >= 0 && lastIndex >= this.lastIndex()',
  ],
  'votes twice in a term': [
    'raft/src/vote.ts',
    '(core.vote === NO_NODE && core.leader === NO_NODE) ||',
    'core.leader === NO_NODE ||',
  ],
  'votes before the vote is durable': [
    'raft/src/vote.ts',
    'core.sendAfterAppend(MessageType.voteResponse, message.from)',
    'core.send(MessageType.voteResponse, message.from)',
  ],
  'asks for votes before its term is durable': [
    'raft/src/candidate.ts',
    'core.sendAfterAppend(MessageType.vote, id)',
    'core.send(MessageType.vote, id)',
  ],
  'commits beyond the new entries': [
    'raft/src/log.ts',
    'this.commitTo(Math.min(commit, index + entries.length))',
    'this.commitTo(Math.min(commit, this.lastIndex()))',
  ],
  'appends without looking at the entry before': [
    'raft/src/log.ts',
    'if (!this.matchTerm(index, term)) {\n      return',
    'if (index > this.lastIndex()) {\n      return',
  ],
  'an old append cuts the log': [
    'raft/src/log.ts',
    'const conflict = this.#findConflict(entries)',
    'const conflict = entries.length > 0 ? index + 1 : this.#findConflict(entries)',
  ],
  'two changes of configuration in flight': [
    'raft/src/leader.ts',
    'core.pendingConfIndex > core.log.applied || !core.hasCommittedInTerm()',
    '!core.hasCommittedInTerm()',
  ],
  'changes the configuration before committing in its term': [
    'raft/src/leader.ts',
    'core.pendingConfIndex > core.log.applied || !core.hasCommittedInTerm()',
    'false',
  ],
  'commits without the outgoing majority': [
    'raft/src/quorum.ts',
    'return Math.min(incoming, outgoing)',
    'return outgoing === 0 ? incoming : incoming',
  ],
  'is elected without the outgoing majority': [
    'raft/src/quorum.ts',
    'if (incoming === outgoing) {',
    'if (outgoing !== undefined) {',
  ],
  'half of the votes are a majority': [
    'raft/src/quorum.ts',
    'const needed = Math.floor(voters.length / 2) + 1',
    'const needed = Math.ceil(voters.length / 2)',
  ],
  'half of the replicas are a majority': [
    'raft/src/quorum.ts',
    'sorted[Math.floor(count / 2)]!',
    'sorted[Math.floor((count - 1) / 2)]!',
  ],
  'a minority of replicas is enough': [
    'raft/src/quorum.ts',
    'sorted[Math.floor(count / 2)]!',
    'sorted[Math.max(0, Math.floor(count / 2) - 1)]!',
  ],
  'acknowledges before the write is durable': [
    'raft/src/follower.ts',
    'const response = core.sendAfterAppend(MessageType.appendResponse, message.from)\n  response.index = index',
    'const response = core.send(MessageType.appendResponse, message.from)\n  response.index = index',
  ],
  'the leader counts itself before its write is durable': [
    'raft/src/leader.ts',
    'core.log.append(entries)\n  core.appendsDue = true',
    'core.log.append(entries)\n  core.tracker.get(core.id)?.maybeUpdate(core.log.lastIndex())\n  core.appendsDue = true',
  ],
  'a late acknowledgement of the disk counts for newer entries': [
    'raft/src/append-queue.ts',
    'core.log.unstable.stableTo(append.lastIndex, append.lastTerm)',
    'core.log.unstable.stableTo(core.log.lastIndex(), core.log.lastTerm())',
  ],
  'applies what is not durable': [
    'raft/src/log.ts',
    'return this.#applyUnstable ? this.committed : Math.min(this.committed, this.unstable.offset - 1)',
    'return this.#applyUnstable ? 0 : this.committed',
  ],
  'reads before committing in its term': [
    'raft/src/leader.ts',
    'if (!core.reads.hasWaiting || !core.hasCommittedInTerm()) {',
    'if (!core.reads.hasWaiting) {',
  ],
  'reads without asking a quorum': [
    'raft/src/leader.ts',
    'if (holdsLease(core)) {',
    'if (holdsLease(core) || core.reads.round >= 0) {',
  ],
  'a round confirms reads of the next one': [
    'raft/src/read-index.ts',
    'this.#batches[confirmed]!.round <= round)',
    'this.#batches[confirmed]!.round <= round + 1)',
  ],
  'an answer settles reads that were asked later': [
    'raft/src/read-index.ts',
    'return this.#sent.splice(0, at + 1).flat()',
    'return at < 0 ? [] : this.#sent.splice(0).flat()',
  ],
  'a lease outlives a transfer': [
    'raft/src/leader.ts',
    "core.config.readOnly !== 'lease' || core.leaseRevoked) {",
    "core.config.readOnly !== 'lease') {",
  ],
  'heartbeats commit what the follower may not have': [
    'raft/src/heartbeat.ts',
    'message.commit = Math.min(progress.match, core.log.committed)',
    'message.commit = core.log.committed',
  ],
  'a new leader believes its predecessor about its followers': [
    'raft/src/progress.ts',
    "this.#enter('probe')\n    this.match = 0\n",
    "this.#enter('probe')\n",
  ],
  'messages of older terms are heard': [
    'raft/src/step.ts',
    'if (message.term < core.term) {',
    'if (message.term < 0) {',
  ],
  'a higher term is ignored': [
    'raft/src/step.ts',
    'if (bindsToTerm(message)) {',
    'if (bindsToTerm(message) && isFromLeader(message)) {',
  ],
  'a demoted leader whose disk is slow leads on for ever': [
    'raft/src/reconfigure.ts',
    '  stepDownIfKnown(core)\n}',
    '}',
  ],
  'a joint configuration is never left': [
    'raft/src/leader.ts',
    'conf.autoLeave &&\n    isJoint(conf) &&',
    'conf.autoLeave &&\n    !isJoint(conf) &&',
  ],
  'a snapshot brings no configuration': [
    'raft/src/follower.ts',
    '  core.tracker.configure(conf, log.lastIndex() + 1, core.ticks)\n',
    '',
  ],
  'a change that was handed out before a snapshot is applied to its configuration': [
    'raft/src/reconfigure.ts',
    'if (core.log.unstable.snapshot !== undefined) {',
    'if (core.log.unstable.snapshot !== undefined && core.id === 0) {',
  ],
  'a committed change of configuration is forgotten in a crash': [
    'raft/src/append-queue.ts',
    'core.log.committedConfChange > this.#hardState.commit',
    'core.log.committedConfChange < 0',
  ],
  'a node without a log gets no snapshot': [
    'raft/src/replication.ts',
    "if (progress.match > 0 || progress.state === 'snapshot') {",
    "if (progress.match >= 0 || progress.state === 'snapshot') {",
  ],
  'a hopeless candidate keeps others from campaigning': [
    'raft/src/step.ts',
    'core.electionElapsed = electionElapsed',
    'core.electionElapsed = Math.min(electionElapsed, 0)',
  ],
  // The answer to a heartbeat brings the next probe as well, only later.
  'a rejected append goes unanswered': [
    ['raft/src/replication.ts', '  sendAppend(core, progress, true)\n  return', '  return'],
    [
      'raft/src/replication.ts',
      '    sendAppend(core, progress, true)\n  }\n}\n\n/** The leader',
      '  }\n}\n\n/** The leader',
    ],
  ],
})
