/** Has the members of a group in memory do their work, in turns, until none has any left. */
export function settle<Member extends { readonly raw: { hasReady(): boolean } }>(
  members: readonly Member[],
  work: (member: Member) => void,
): void {
  let isBusy = true
  while (isBusy) {
    isBusy = false
    for (const member of members) {
      while (member.raw.hasReady()) {
        isBusy = true
        work(member)
      }
    }
  }
}
