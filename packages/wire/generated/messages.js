/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

function $oneOfGetter(names) {
    return function () {
        for (const name of names)
            if (this[name] !== null && this[name] !== undefined)
                return name;
    };
}
function $oneOfSetter(names) {
    return function (name) {
        for (const other of names)
            if (other !== name && this[other] !== null && this[other] !== undefined)
                delete this[other];
    };
}

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["quorumlite-wire"] || ($protobuf.roots["quorumlite-wire"] = {});

export const quorumlite = $root.quorumlite = (() => {

    const quorumlite = {};

    quorumlite.Position = (function() {

        const Position = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Position.prototype.group = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Position.prototype.historyId = $util.newBuffer([]);
        Position.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        Position.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.group != null && $Object.hasOwnProperty.call(message, "group") && (typeof message.group === "object" ? message.group.low || message.group.high : message.group !== 0))
                writer.uint32(8).uint64(message.group);
            if (message.historyId != null && $Object.hasOwnProperty.call(message, "historyId") && message.historyId.length)
                writer.uint32(18).bytes(message.historyId);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                writer.uint32(24).uint64(message.index);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Position.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Position();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.group = value;
                        else
                            delete message.group;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.historyId = value;
                        else
                            delete message.historyId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Position;
    })();

    quorumlite.Parameters = (function() {

        const Parameters = function (properties) {
            this.names = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Parameters.prototype.cells = $util.newBuffer([]);
        Parameters.prototype.names = $util.emptyArray;

        Parameters.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cells != null && $Object.hasOwnProperty.call(message, "cells") && message.cells.length)
                writer.uint32(10).bytes(message.cells);
            if (message.names != null && message.names.length)
                for (let i = 0; i < message.names.length; ++i)
                    writer.uint32(18).string(message.names[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Parameters.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Parameters();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.cells = value;
                        else
                            delete message.cells;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.names && message.names.length))
                            message.names = [];
                        message.names.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Parameters;
    })();

    quorumlite.Statement = (function() {

        const Statement = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Statement.prototype.sql = "";
        Statement.prototype.parameters = null;

        Statement.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.sql != null && $Object.hasOwnProperty.call(message, "sql") && message.sql !== "")
                writer.uint32(10).string(message.sql);
            if (message.parameters != null && $Object.hasOwnProperty.call(message, "parameters"))
                $root.quorumlite.Parameters.encode(message.parameters, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Statement.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Statement();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.sql = value;
                        else
                            delete message.sql;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.parameters = $root.quorumlite.Parameters.decode(reader, reader.size(), $undefined, _depth + 1, message.parameters);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Statement;
    })();

    quorumlite.ClientRequest = (function() {

        const ClientRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ClientRequest.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ClientRequest.prototype.group = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ClientRequest.prototype.timeoutMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ClientRequest.prototype.openSession = null;
        ClientRequest.prototype.keepSessions = null;
        ClientRequest.prototype.closeSession = null;
        ClientRequest.prototype.write = null;
        ClientRequest.prototype.query = null;
        ClientRequest.prototype.begin = null;
        ClientRequest.prototype.step = null;
        ClientRequest.prototype.commit = null;
        ClientRequest.prototype.rollback = null;
        ClientRequest.prototype.outcome = null;
        ClientRequest.prototype.cancel = null;
        ClientRequest.prototype.listDatabases = null;
        ClientRequest.prototype.status = null;
        ClientRequest.prototype.join = null;
        ClientRequest.prototype.changeRole = null;
        ClientRequest.prototype.removeNode = null;
        ClientRequest.prototype.transferLeadership = null;
        ClientRequest.prototype.importChunk = null;
        ClientRequest.prototype.waitFor = null;
        ClientRequest.prototype["export"] = null;
        ClientRequest.prototype.takePieces = null;

        let $oneOfFields;

        $Object.defineProperty(ClientRequest.prototype, "body", {
            get: $oneOfGetter($oneOfFields = ["openSession", "keepSessions", "closeSession", "write", "query", "begin", "step", "commit", "rollback", "outcome", "cancel", "listDatabases", "status", "join", "changeRole", "removeNode", "transferLeadership", "importChunk", "waitFor", "export", "takePieces"]),
            set: $oneOfSetter($oneOfFields)
        });

        ClientRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                writer.uint32(8).uint64(message.id);
            if (message.group != null && $Object.hasOwnProperty.call(message, "group") && (typeof message.group === "object" ? message.group.low || message.group.high : message.group !== 0))
                writer.uint32(16).uint64(message.group);
            if (message.timeoutMs != null && $Object.hasOwnProperty.call(message, "timeoutMs") && (typeof message.timeoutMs === "object" ? message.timeoutMs.low || message.timeoutMs.high : message.timeoutMs !== 0))
                writer.uint32(24).uint64(message.timeoutMs);
            if (message.openSession != null && $Object.hasOwnProperty.call(message, "openSession"))
                $root.quorumlite.OpenSession.encode(message.openSession, writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.keepSessions != null && $Object.hasOwnProperty.call(message, "keepSessions"))
                $root.quorumlite.KeepSessions.encode(message.keepSessions, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.closeSession != null && $Object.hasOwnProperty.call(message, "closeSession"))
                $root.quorumlite.CloseSession.encode(message.closeSession, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.write != null && $Object.hasOwnProperty.call(message, "write"))
                $root.quorumlite.WriteRequest.encode(message.write, writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.query != null && $Object.hasOwnProperty.call(message, "query"))
                $root.quorumlite.QueryRequest.encode(message.query, writer.uint32(114).fork(), _depth + 1).ldelim();
            if (message.begin != null && $Object.hasOwnProperty.call(message, "begin"))
                $root.quorumlite.BeginRequest.encode(message.begin, writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                $root.quorumlite.StepRequest.encode(message.step, writer.uint32(130).fork(), _depth + 1).ldelim();
            if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                $root.quorumlite.CommitRequest.encode(message.commit, writer.uint32(138).fork(), _depth + 1).ldelim();
            if (message.rollback != null && $Object.hasOwnProperty.call(message, "rollback"))
                $root.quorumlite.RollbackRequest.encode(message.rollback, writer.uint32(146).fork(), _depth + 1).ldelim();
            if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                $root.quorumlite.OutcomeRequest.encode(message.outcome, writer.uint32(154).fork(), _depth + 1).ldelim();
            if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel"))
                $root.quorumlite.CancelRequest.encode(message.cancel, writer.uint32(162).fork(), _depth + 1).ldelim();
            if (message.listDatabases != null && $Object.hasOwnProperty.call(message, "listDatabases"))
                $root.quorumlite.ListDatabasesRequest.encode(message.listDatabases, writer.uint32(170).fork(), _depth + 1).ldelim();
            if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                $root.quorumlite.StatusRequest.encode(message.status, writer.uint32(178).fork(), _depth + 1).ldelim();
            if (message.join != null && $Object.hasOwnProperty.call(message, "join"))
                $root.quorumlite.JoinRequest.encode(message.join, writer.uint32(186).fork(), _depth + 1).ldelim();
            if (message.changeRole != null && $Object.hasOwnProperty.call(message, "changeRole"))
                $root.quorumlite.ChangeRoleRequest.encode(message.changeRole, writer.uint32(194).fork(), _depth + 1).ldelim();
            if (message.removeNode != null && $Object.hasOwnProperty.call(message, "removeNode"))
                $root.quorumlite.RemoveNodeRequest.encode(message.removeNode, writer.uint32(202).fork(), _depth + 1).ldelim();
            if (message.transferLeadership != null && $Object.hasOwnProperty.call(message, "transferLeadership"))
                $root.quorumlite.TransferLeadershipRequest.encode(message.transferLeadership, writer.uint32(210).fork(), _depth + 1).ldelim();
            if (message.importChunk != null && $Object.hasOwnProperty.call(message, "importChunk"))
                $root.quorumlite.ImportChunk.encode(message.importChunk, writer.uint32(218).fork(), _depth + 1).ldelim();
            if (message.waitFor != null && $Object.hasOwnProperty.call(message, "waitFor"))
                $root.quorumlite.WaitForRequest.encode(message.waitFor, writer.uint32(226).fork(), _depth + 1).ldelim();
            if (message["export"] != null && $Object.hasOwnProperty.call(message, "export"))
                $root.quorumlite.ExportRequest.encode(message["export"], writer.uint32(234).fork(), _depth + 1).ldelim();
            if (message.takePieces != null && $Object.hasOwnProperty.call(message, "takePieces"))
                $root.quorumlite.TakePiecesRequest.encode(message.takePieces, writer.uint32(242).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ClientRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ClientRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.group = value;
                        else
                            delete message.group;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.timeoutMs = value;
                        else
                            delete message.timeoutMs;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.openSession = $root.quorumlite.OpenSession.decode(reader, reader.size(), $undefined, _depth + 1, message.openSession);
                        message.body = "openSession";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.keepSessions = $root.quorumlite.KeepSessions.decode(reader, reader.size(), $undefined, _depth + 1, message.keepSessions);
                        message.body = "keepSessions";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.closeSession = $root.quorumlite.CloseSession.decode(reader, reader.size(), $undefined, _depth + 1, message.closeSession);
                        message.body = "closeSession";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.write = $root.quorumlite.WriteRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.write);
                        message.body = "write";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.query = $root.quorumlite.QueryRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.query);
                        message.body = "query";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.begin = $root.quorumlite.BeginRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.begin);
                        message.body = "begin";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.step = $root.quorumlite.StepRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.step);
                        message.body = "step";
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.commit = $root.quorumlite.CommitRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.commit);
                        message.body = "commit";
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.rollback = $root.quorumlite.RollbackRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.rollback);
                        message.body = "rollback";
                        continue;
                    }
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.outcome = $root.quorumlite.OutcomeRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.outcome);
                        message.body = "outcome";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.cancel = $root.quorumlite.CancelRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.cancel);
                        message.body = "cancel";
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.listDatabases = $root.quorumlite.ListDatabasesRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.listDatabases);
                        message.body = "listDatabases";
                        continue;
                    }
                case 22: {
                        if (wireType !== 2)
                            break;
                        message.status = $root.quorumlite.StatusRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                        message.body = "status";
                        continue;
                    }
                case 23: {
                        if (wireType !== 2)
                            break;
                        message.join = $root.quorumlite.JoinRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.join);
                        message.body = "join";
                        continue;
                    }
                case 24: {
                        if (wireType !== 2)
                            break;
                        message.changeRole = $root.quorumlite.ChangeRoleRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.changeRole);
                        message.body = "changeRole";
                        continue;
                    }
                case 25: {
                        if (wireType !== 2)
                            break;
                        message.removeNode = $root.quorumlite.RemoveNodeRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.removeNode);
                        message.body = "removeNode";
                        continue;
                    }
                case 26: {
                        if (wireType !== 2)
                            break;
                        message.transferLeadership = $root.quorumlite.TransferLeadershipRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.transferLeadership);
                        message.body = "transferLeadership";
                        continue;
                    }
                case 27: {
                        if (wireType !== 2)
                            break;
                        message.importChunk = $root.quorumlite.ImportChunk.decode(reader, reader.size(), $undefined, _depth + 1, message.importChunk);
                        message.body = "importChunk";
                        continue;
                    }
                case 28: {
                        if (wireType !== 2)
                            break;
                        message.waitFor = $root.quorumlite.WaitForRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.waitFor);
                        message.body = "waitFor";
                        continue;
                    }
                case 29: {
                        if (wireType !== 2)
                            break;
                        message["export"] = $root.quorumlite.ExportRequest.decode(reader, reader.size(), $undefined, _depth + 1, message["export"]);
                        message.body = "export";
                        continue;
                    }
                case 30: {
                        if (wireType !== 2)
                            break;
                        message.takePieces = $root.quorumlite.TakePiecesRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.takePieces);
                        message.body = "takePieces";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ClientRequest;
    })();

    quorumlite.WriteRequest = (function() {

        const WriteRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        WriteRequest.prototype.request = null;
        WriteRequest.prototype.execute = null;
        WriteRequest.prototype.createDatabase = null;
        WriteRequest.prototype.dropDatabase = null;
        WriteRequest.prototype["import"] = null;
        WriteRequest.prototype.copyDatabase = null;
        WriteRequest.prototype.executeUploaded = null;
        WriteRequest.prototype.setSizeLimit = null;

        let $oneOfFields;

        $Object.defineProperty(WriteRequest.prototype, "operation", {
            get: $oneOfGetter($oneOfFields = ["execute", "createDatabase", "dropDatabase", "import", "copyDatabase", "executeUploaded", "setSizeLimit"]),
            set: $oneOfSetter($oneOfFields)
        });

        WriteRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.execute != null && $Object.hasOwnProperty.call(message, "execute"))
                $root.quorumlite.ExecuteBatch.encode(message.execute, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.createDatabase != null && $Object.hasOwnProperty.call(message, "createDatabase"))
                $root.quorumlite.CreateDatabaseRequest.encode(message.createDatabase, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.dropDatabase != null && $Object.hasOwnProperty.call(message, "dropDatabase"))
                $root.quorumlite.DropDatabaseRequest.encode(message.dropDatabase, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message["import"] != null && $Object.hasOwnProperty.call(message, "import"))
                $root.quorumlite.ImportRequest.encode(message["import"], writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.copyDatabase != null && $Object.hasOwnProperty.call(message, "copyDatabase"))
                $root.quorumlite.CopyDatabaseRequest.encode(message.copyDatabase, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.executeUploaded != null && $Object.hasOwnProperty.call(message, "executeUploaded"))
                $root.quorumlite.UploadedBatch.encode(message.executeUploaded, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.setSizeLimit != null && $Object.hasOwnProperty.call(message, "setSizeLimit"))
                $root.quorumlite.SetSizeLimitRequest.encode(message.setSizeLimit, writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        WriteRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.WriteRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.execute = $root.quorumlite.ExecuteBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.execute);
                        message.operation = "execute";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.createDatabase = $root.quorumlite.CreateDatabaseRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.createDatabase);
                        message.operation = "createDatabase";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.dropDatabase = $root.quorumlite.DropDatabaseRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.dropDatabase);
                        message.operation = "dropDatabase";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message["import"] = $root.quorumlite.ImportRequest.decode(reader, reader.size(), $undefined, _depth + 1, message["import"]);
                        message.operation = "import";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.copyDatabase = $root.quorumlite.CopyDatabaseRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.copyDatabase);
                        message.operation = "copyDatabase";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.executeUploaded = $root.quorumlite.UploadedBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.executeUploaded);
                        message.operation = "executeUploaded";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.setSizeLimit = $root.quorumlite.SetSizeLimitRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.setSizeLimit);
                        message.operation = "setSizeLimit";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WriteRequest;
    })();

    quorumlite.UploadedBatch = (function() {

        const UploadedBatch = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        UploadedBatch.prototype.upload = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        UploadedBatch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.upload != null && $Object.hasOwnProperty.call(message, "upload") && (typeof message.upload === "object" ? message.upload.low || message.upload.high : message.upload !== 0))
                writer.uint32(8).uint64(message.upload);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        UploadedBatch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.UploadedBatch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.upload = value;
                        else
                            delete message.upload;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return UploadedBatch;
    })();

    quorumlite.ExecuteBatch = (function() {

        const ExecuteBatch = function (properties) {
            this.statements = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ExecuteBatch.prototype.database = "";
        ExecuteBatch.prototype.statements = $util.emptyArray;
        ExecuteBatch.prototype.foreignKeysOff = false;

        ExecuteBatch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.statements != null && message.statements.length)
                for (let i = 0; i < message.statements.length; ++i)
                    $root.quorumlite.Statement.encode(message.statements[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.foreignKeysOff != null && $Object.hasOwnProperty.call(message, "foreignKeysOff") && message.foreignKeysOff !== false)
                writer.uint32(24).bool(message.foreignKeysOff);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ExecuteBatch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ExecuteBatch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.statements && message.statements.length))
                            message.statements = [];
                        message.statements.push($root.quorumlite.Statement.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.foreignKeysOff = value;
                        else
                            delete message.foreignKeysOff;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ExecuteBatch;
    })();

    quorumlite.CreateDatabaseRequest = (function() {

        const CreateDatabaseRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CreateDatabaseRequest.prototype.name = "";
        CreateDatabaseRequest.prototype.ifNotExists = false;

        CreateDatabaseRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.ifNotExists != null && $Object.hasOwnProperty.call(message, "ifNotExists") && message.ifNotExists !== false)
                writer.uint32(16).bool(message.ifNotExists);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CreateDatabaseRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CreateDatabaseRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifNotExists = value;
                        else
                            delete message.ifNotExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CreateDatabaseRequest;
    })();

    quorumlite.DropDatabaseRequest = (function() {

        const DropDatabaseRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DropDatabaseRequest.prototype.name = "";
        DropDatabaseRequest.prototype.ifExists = false;

        DropDatabaseRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.ifExists != null && $Object.hasOwnProperty.call(message, "ifExists") && message.ifExists !== false)
                writer.uint32(16).bool(message.ifExists);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DropDatabaseRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.DropDatabaseRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifExists = value;
                        else
                            delete message.ifExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DropDatabaseRequest;
    })();

    quorumlite.CopyDatabaseRequest = (function() {

        const CopyDatabaseRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CopyDatabaseRequest.prototype.source = "";
        CopyDatabaseRequest.prototype.name = "";
        CopyDatabaseRequest.prototype.ifNotExists = false;

        CopyDatabaseRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                writer.uint32(10).string(message.source);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(18).string(message.name);
            if (message.ifNotExists != null && $Object.hasOwnProperty.call(message, "ifNotExists") && message.ifNotExists !== false)
                writer.uint32(24).bool(message.ifNotExists);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CopyDatabaseRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CopyDatabaseRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifNotExists = value;
                        else
                            delete message.ifNotExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CopyDatabaseRequest;
    })();

    quorumlite.SetSizeLimitRequest = (function() {

        const SetSizeLimitRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SetSizeLimitRequest.prototype.database = "";
        SetSizeLimitRequest.prototype.pagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        SetSizeLimitRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.pagesMax != null && $Object.hasOwnProperty.call(message, "pagesMax") && (typeof message.pagesMax === "object" ? message.pagesMax.low || message.pagesMax.high : message.pagesMax !== 0))
                writer.uint32(16).uint64(message.pagesMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SetSizeLimitRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SetSizeLimitRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesMax = value;
                        else
                            delete message.pagesMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SetSizeLimitRequest;
    })();

    quorumlite.ImportRequest = (function() {

        const ImportRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ImportRequest.prototype.database = "";
        ImportRequest.prototype.upload = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ImportRequest.prototype.create = false;

        ImportRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.upload != null && $Object.hasOwnProperty.call(message, "upload") && (typeof message.upload === "object" ? message.upload.low || message.upload.high : message.upload !== 0))
                writer.uint32(16).uint64(message.upload);
            if (message.create != null && $Object.hasOwnProperty.call(message, "create") && message.create !== false)
                writer.uint32(24).bool(message.create);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ImportRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ImportRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.upload = value;
                        else
                            delete message.upload;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.create = value;
                        else
                            delete message.create;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ImportRequest;
    })();

    quorumlite.ImportChunk = (function() {

        const ImportChunk = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ImportChunk.prototype.upload = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ImportChunk.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ImportChunk.prototype.data = $util.newBuffer([]);

        ImportChunk.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.upload != null && $Object.hasOwnProperty.call(message, "upload") && (typeof message.upload === "object" ? message.upload.low || message.upload.high : message.upload !== 0))
                writer.uint32(8).uint64(message.upload);
            if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                writer.uint32(16).uint64(message.offset);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(26).bytes(message.data);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ImportChunk.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ImportChunk();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.upload = value;
                        else
                            delete message.upload;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.offset = value;
                        else
                            delete message.offset;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ImportChunk;
    })();

    quorumlite.Consistency = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "LINEARIZABLE"] = 0;
        values[valuesById[1] = "SESSION"] = 1;
        values[valuesById[2] = "STALE"] = 2;
        return values;
    })();

    quorumlite.QueryRequest = (function() {

        const QueryRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        QueryRequest.prototype.database = "";
        QueryRequest.prototype.statement = null;
        QueryRequest.prototype.consistency = 0;
        QueryRequest.prototype.minimum = null;
        QueryRequest.prototype.stalenessMaxMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        QueryRequest.prototype.window = 0;

        QueryRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.statement != null && $Object.hasOwnProperty.call(message, "statement"))
                $root.quorumlite.Statement.encode(message.statement, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.consistency != null && $Object.hasOwnProperty.call(message, "consistency") && message.consistency !== 0)
                writer.uint32(24).int32(message.consistency);
            if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum"))
                $root.quorumlite.Position.encode(message.minimum, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.stalenessMaxMs != null && $Object.hasOwnProperty.call(message, "stalenessMaxMs") && (typeof message.stalenessMaxMs === "object" ? message.stalenessMaxMs.low || message.stalenessMaxMs.high : message.stalenessMaxMs !== 0))
                writer.uint32(40).uint64(message.stalenessMaxMs);
            if (message.window != null && $Object.hasOwnProperty.call(message, "window") && message.window !== 0)
                writer.uint32(48).uint32(message.window);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        QueryRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.QueryRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.statement = $root.quorumlite.Statement.decode(reader, reader.size(), $undefined, _depth + 1, message.statement);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.consistency = value;
                        else
                            delete message.consistency;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.minimum = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.minimum);
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.stalenessMaxMs = value;
                        else
                            delete message.stalenessMaxMs;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.window = value;
                        else
                            delete message.window;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return QueryRequest;
    })();

    quorumlite.ExportRequest = (function() {

        const ExportRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ExportRequest.prototype.database = "";
        ExportRequest.prototype.consistency = 0;
        ExportRequest.prototype.minimum = null;
        ExportRequest.prototype.stalenessMaxMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ExportRequest.prototype.window = 0;

        ExportRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.consistency != null && $Object.hasOwnProperty.call(message, "consistency") && message.consistency !== 0)
                writer.uint32(16).int32(message.consistency);
            if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum"))
                $root.quorumlite.Position.encode(message.minimum, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.stalenessMaxMs != null && $Object.hasOwnProperty.call(message, "stalenessMaxMs") && (typeof message.stalenessMaxMs === "object" ? message.stalenessMaxMs.low || message.stalenessMaxMs.high : message.stalenessMaxMs !== 0))
                writer.uint32(32).uint64(message.stalenessMaxMs);
            if (message.window != null && $Object.hasOwnProperty.call(message, "window") && message.window !== 0)
                writer.uint32(40).uint32(message.window);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ExportRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ExportRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.consistency = value;
                        else
                            delete message.consistency;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.minimum = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.minimum);
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.stalenessMaxMs = value;
                        else
                            delete message.stalenessMaxMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.window = value;
                        else
                            delete message.window;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ExportRequest;
    })();

    quorumlite.TakePiecesRequest = (function() {

        const TakePiecesRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        TakePiecesRequest.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        TakePiecesRequest.prototype.pieces = 0;

        TakePiecesRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                writer.uint32(8).uint64(message.requestId);
            if (message.pieces != null && $Object.hasOwnProperty.call(message, "pieces") && message.pieces !== 0)
                writer.uint32(16).uint32(message.pieces);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        TakePiecesRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.TakePiecesRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.requestId = value;
                        else
                            delete message.requestId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.pieces = value;
                        else
                            delete message.pieces;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return TakePiecesRequest;
    })();

    quorumlite.BeginRequest = (function() {

        const BeginRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        BeginRequest.prototype.database = "";
        BeginRequest.prototype.readOnly = false;
        BeginRequest.prototype.consistency = 0;
        BeginRequest.prototype.minimum = null;
        BeginRequest.prototype.stalenessMaxMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        BeginRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.readOnly != null && $Object.hasOwnProperty.call(message, "readOnly") && message.readOnly !== false)
                writer.uint32(16).bool(message.readOnly);
            if (message.consistency != null && $Object.hasOwnProperty.call(message, "consistency") && message.consistency !== 0)
                writer.uint32(24).int32(message.consistency);
            if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum"))
                $root.quorumlite.Position.encode(message.minimum, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.stalenessMaxMs != null && $Object.hasOwnProperty.call(message, "stalenessMaxMs") && (typeof message.stalenessMaxMs === "object" ? message.stalenessMaxMs.low || message.stalenessMaxMs.high : message.stalenessMaxMs !== 0))
                writer.uint32(40).uint64(message.stalenessMaxMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        BeginRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.BeginRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.readOnly = value;
                        else
                            delete message.readOnly;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.consistency = value;
                        else
                            delete message.consistency;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.minimum = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.minimum);
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.stalenessMaxMs = value;
                        else
                            delete message.stalenessMaxMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return BeginRequest;
    })();

    quorumlite.StepRequest = (function() {

        const StepRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        StepRequest.prototype.transaction = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StepRequest.prototype.statement = null;
        StepRequest.prototype.upload = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        StepRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction") && (typeof message.transaction === "object" ? message.transaction.low || message.transaction.high : message.transaction !== 0))
                writer.uint32(8).uint64(message.transaction);
            if (message.statement != null && $Object.hasOwnProperty.call(message, "statement"))
                $root.quorumlite.Statement.encode(message.statement, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.upload != null && $Object.hasOwnProperty.call(message, "upload") && (typeof message.upload === "object" ? message.upload.low || message.upload.high : message.upload !== 0))
                writer.uint32(24).uint64(message.upload);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        StepRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.StepRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.transaction = value;
                        else
                            delete message.transaction;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.statement = $root.quorumlite.Statement.decode(reader, reader.size(), $undefined, _depth + 1, message.statement);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.upload = value;
                        else
                            delete message.upload;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StepRequest;
    })();

    quorumlite.CommitRequest = (function() {

        const CommitRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CommitRequest.prototype.transaction = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        CommitRequest.prototype.request = null;

        CommitRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction") && (typeof message.transaction === "object" ? message.transaction.low || message.transaction.high : message.transaction !== 0))
                writer.uint32(8).uint64(message.transaction);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CommitRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CommitRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.transaction = value;
                        else
                            delete message.transaction;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CommitRequest;
    })();

    quorumlite.RollbackRequest = (function() {

        const RollbackRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RollbackRequest.prototype.transaction = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        RollbackRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction") && (typeof message.transaction === "object" ? message.transaction.low || message.transaction.high : message.transaction !== 0))
                writer.uint32(8).uint64(message.transaction);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RollbackRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RollbackRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.transaction = value;
                        else
                            delete message.transaction;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RollbackRequest;
    })();

    quorumlite.OutcomeRequest = (function() {

        const OutcomeRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        OutcomeRequest.prototype.request = null;

        OutcomeRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        OutcomeRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.OutcomeRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return OutcomeRequest;
    })();

    quorumlite.CancelRequest = (function() {

        const CancelRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CancelRequest.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        CancelRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                writer.uint32(8).uint64(message.requestId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CancelRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CancelRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.requestId = value;
                        else
                            delete message.requestId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CancelRequest;
    })();

    quorumlite.ListDatabasesRequest = (function() {

        const ListDatabasesRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ListDatabasesRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ListDatabasesRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ListDatabasesRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ListDatabasesRequest;
    })();

    quorumlite.StatusRequest = (function() {

        const StatusRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        StatusRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        StatusRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.StatusRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StatusRequest;
    })();

    quorumlite.WaitForRequest = (function() {

        const WaitForRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        WaitForRequest.prototype.position = null;

        WaitForRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        WaitForRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.WaitForRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WaitForRequest;
    })();

    quorumlite.JoinRequest = (function() {

        const JoinRequest = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        JoinRequest.prototype.storageId = "";
        JoinRequest.prototype.addresses = $util.emptyArray;
        JoinRequest.prototype.name = "";

        JoinRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.storageId != null && $Object.hasOwnProperty.call(message, "storageId") && message.storageId !== "")
                writer.uint32(10).string(message.storageId);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(18).string(message.addresses[i]);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(26).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        JoinRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.JoinRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.storageId = value;
                        else
                            delete message.storageId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return JoinRequest;
    })();

    quorumlite.Role = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "VOTER"] = 0;
        values[valuesById[1] = "LEARNER"] = 1;
        return values;
    })();

    quorumlite.ChangeRoleRequest = (function() {

        const ChangeRoleRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ChangeRoleRequest.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ChangeRoleRequest.prototype.role = 0;

        ChangeRoleRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                writer.uint32(16).int32(message.role);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ChangeRoleRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ChangeRoleRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ChangeRoleRequest;
    })();

    quorumlite.RemoveNodeRequest = (function() {

        const RemoveNodeRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RemoveNodeRequest.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        RemoveNodeRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RemoveNodeRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RemoveNodeRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RemoveNodeRequest;
    })();

    quorumlite.TransferLeadershipRequest = (function() {

        const TransferLeadershipRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        TransferLeadershipRequest.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        TransferLeadershipRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        TransferLeadershipRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.TransferLeadershipRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return TransferLeadershipRequest;
    })();

    quorumlite.ClientResponse = (function() {

        const ClientResponse = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ClientResponse.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ClientResponse.prototype.failure = null;
        ClientResponse.prototype.sessionOpened = null;
        ClientResponse.prototype.done = null;
        ClientResponse.prototype.recorded = null;
        ClientResponse.prototype.rows = null;
        ClientResponse.prototype.begun = null;
        ClientResponse.prototype.stepResult = null;
        ClientResponse.prototype.databases = null;
        ClientResponse.prototype.status = null;
        ClientResponse.prototype.joined = null;
        ClientResponse.prototype.exportPiece = null;

        let $oneOfFields;

        $Object.defineProperty(ClientResponse.prototype, "body", {
            get: $oneOfGetter($oneOfFields = ["failure", "sessionOpened", "done", "recorded", "rows", "begun", "stepResult", "databases", "status", "joined", "exportPiece"]),
            set: $oneOfSetter($oneOfFields)
        });

        ClientResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                writer.uint32(8).uint64(message.id);
            if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                $root.quorumlite.Failure.encode(message.failure, writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.sessionOpened != null && $Object.hasOwnProperty.call(message, "sessionOpened"))
                $root.quorumlite.SessionOpened.encode(message.sessionOpened, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                $root.quorumlite.Done.encode(message.done, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.recorded != null && $Object.hasOwnProperty.call(message, "recorded"))
                $root.quorumlite.Recorded.encode(message.recorded, writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.rows != null && $Object.hasOwnProperty.call(message, "rows"))
                $root.quorumlite.Rows.encode(message.rows, writer.uint32(114).fork(), _depth + 1).ldelim();
            if (message.begun != null && $Object.hasOwnProperty.call(message, "begun"))
                $root.quorumlite.Begun.encode(message.begun, writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.stepResult != null && $Object.hasOwnProperty.call(message, "stepResult"))
                $root.quorumlite.StatementResult.encode(message.stepResult, writer.uint32(130).fork(), _depth + 1).ldelim();
            if (message.databases != null && $Object.hasOwnProperty.call(message, "databases"))
                $root.quorumlite.DatabaseList.encode(message.databases, writer.uint32(138).fork(), _depth + 1).ldelim();
            if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                $root.quorumlite.NodeStatus.encode(message.status, writer.uint32(146).fork(), _depth + 1).ldelim();
            if (message.joined != null && $Object.hasOwnProperty.call(message, "joined"))
                $root.quorumlite.Joined.encode(message.joined, writer.uint32(154).fork(), _depth + 1).ldelim();
            if (message.exportPiece != null && $Object.hasOwnProperty.call(message, "exportPiece"))
                $root.quorumlite.ExportPiece.encode(message.exportPiece, writer.uint32(162).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ClientResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ClientResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.failure = $root.quorumlite.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                        message.body = "failure";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.sessionOpened = $root.quorumlite.SessionOpened.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionOpened);
                        message.body = "sessionOpened";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.done = $root.quorumlite.Done.decode(reader, reader.size(), $undefined, _depth + 1, message.done);
                        message.body = "done";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.recorded = $root.quorumlite.Recorded.decode(reader, reader.size(), $undefined, _depth + 1, message.recorded);
                        message.body = "recorded";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.rows = $root.quorumlite.Rows.decode(reader, reader.size(), $undefined, _depth + 1, message.rows);
                        message.body = "rows";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.begun = $root.quorumlite.Begun.decode(reader, reader.size(), $undefined, _depth + 1, message.begun);
                        message.body = "begun";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.stepResult = $root.quorumlite.StatementResult.decode(reader, reader.size(), $undefined, _depth + 1, message.stepResult);
                        message.body = "stepResult";
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.databases = $root.quorumlite.DatabaseList.decode(reader, reader.size(), $undefined, _depth + 1, message.databases);
                        message.body = "databases";
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.status = $root.quorumlite.NodeStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                        message.body = "status";
                        continue;
                    }
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.joined = $root.quorumlite.Joined.decode(reader, reader.size(), $undefined, _depth + 1, message.joined);
                        message.body = "joined";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.exportPiece = $root.quorumlite.ExportPiece.decode(reader, reader.size(), $undefined, _depth + 1, message.exportPiece);
                        message.body = "exportPiece";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ClientResponse;
    })();

    quorumlite.Failure = (function() {

        const Failure = function (properties) {
            this.leaderAddresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Failure.prototype.code = "";
        Failure.prototype.message = "";
        Failure.prototype.hint = "";
        Failure.prototype.retryable = false;
        Failure.prototype.sqliteCode = 0;
        Failure.prototype.sqlOffset = null;
        Failure.prototype.leaderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Failure.prototype.leaderAddresses = $util.emptyArray;
        Failure.prototype.statementIndex = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Failure.prototype, "_sqlOffset", {
            get: $oneOfGetter($oneOfFields = ["sqlOffset"]),
            set: $oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Failure.prototype, "_statementIndex", {
            get: $oneOfGetter($oneOfFields = ["statementIndex"]),
            set: $oneOfSetter($oneOfFields)
        });

        Failure.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(18).string(message.message);
            if (message.hint != null && $Object.hasOwnProperty.call(message, "hint") && message.hint !== "")
                writer.uint32(26).string(message.hint);
            if (message.retryable != null && $Object.hasOwnProperty.call(message, "retryable") && message.retryable !== false)
                writer.uint32(32).bool(message.retryable);
            if (message.sqliteCode != null && $Object.hasOwnProperty.call(message, "sqliteCode") && message.sqliteCode !== 0)
                writer.uint32(40).uint32(message.sqliteCode);
            if (message.sqlOffset != null && $Object.hasOwnProperty.call(message, "sqlOffset"))
                writer.uint32(48).uint32(message.sqlOffset);
            if (message.leaderId != null && $Object.hasOwnProperty.call(message, "leaderId") && (typeof message.leaderId === "object" ? message.leaderId.low || message.leaderId.high : message.leaderId !== 0))
                writer.uint32(56).uint64(message.leaderId);
            if (message.leaderAddresses != null && message.leaderAddresses.length)
                for (let i = 0; i < message.leaderAddresses.length; ++i)
                    writer.uint32(66).string(message.leaderAddresses[i]);
            if (message.statementIndex != null && $Object.hasOwnProperty.call(message, "statementIndex"))
                writer.uint32(72).uint32(message.statementIndex);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Failure.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Failure();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.hint = value;
                        else
                            delete message.hint;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.retryable = value;
                        else
                            delete message.retryable;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.sqliteCode = value;
                        else
                            delete message.sqliteCode;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.sqlOffset = reader.uint32();
                        message._sqlOffset = "sqlOffset";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.leaderId = value;
                        else
                            delete message.leaderId;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.leaderAddresses && message.leaderAddresses.length))
                            message.leaderAddresses = [];
                        message.leaderAddresses.push(reader.stringVerify());
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.statementIndex = reader.uint32();
                        message._statementIndex = "statementIndex";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Failure;
    })();

    quorumlite.SessionOpened = (function() {

        const SessionOpened = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SessionOpened.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionOpened.prototype.ttlMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionOpened.prototype.position = null;

        SessionOpened.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.session != null && $Object.hasOwnProperty.call(message, "session") && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                writer.uint32(8).uint64(message.session);
            if (message.ttlMs != null && $Object.hasOwnProperty.call(message, "ttlMs") && (typeof message.ttlMs === "object" ? message.ttlMs.low || message.ttlMs.high : message.ttlMs !== 0))
                writer.uint32(16).uint64(message.ttlMs);
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SessionOpened.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SessionOpened();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.session = value;
                        else
                            delete message.session;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.ttlMs = value;
                        else
                            delete message.ttlMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SessionOpened;
    })();

    quorumlite.Done = (function() {

        const Done = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Done.prototype.position = null;

        Done.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Done.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Done();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Done;
    })();

    quorumlite.Recorded = (function() {

        const Recorded = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Recorded.prototype.position = null;
        Recorded.prototype.result = $util.newBuffer([]);

        Recorded.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result.length)
                writer.uint32(18).bytes(message.result);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Recorded.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Recorded();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Recorded;
    })();

    quorumlite.RecordedResult = (function() {

        const RecordedResult = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RecordedResult.prototype.ok = null;
        RecordedResult.prototype.failure = null;
        RecordedResult.prototype.notExecuted = null;

        let $oneOfFields;

        $Object.defineProperty(RecordedResult.prototype, "outcome", {
            get: $oneOfGetter($oneOfFields = ["ok", "failure", "notExecuted"]),
            set: $oneOfSetter($oneOfFields)
        });

        RecordedResult.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ok != null && $Object.hasOwnProperty.call(message, "ok"))
                $root.quorumlite.BatchResult.encode(message.ok, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                $root.quorumlite.Failure.encode(message.failure, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.notExecuted != null && $Object.hasOwnProperty.call(message, "notExecuted"))
                writer.uint32(24).bool(message.notExecuted);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RecordedResult.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RecordedResult();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.ok = $root.quorumlite.BatchResult.decode(reader, reader.size(), $undefined, _depth + 1, message.ok);
                        message.outcome = "ok";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.failure = $root.quorumlite.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                        message.outcome = "failure";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.notExecuted = reader.bool();
                        message.outcome = "notExecuted";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RecordedResult;
    })();

    quorumlite.BatchResult = (function() {

        const BatchResult = function (properties) {
            this.results = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        BatchResult.prototype.results = $util.emptyArray;

        BatchResult.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.results != null && message.results.length)
                for (let i = 0; i < message.results.length; ++i)
                    $root.quorumlite.StatementResult.encode(message.results[i], writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        BatchResult.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.BatchResult();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.results && message.results.length))
                            message.results = [];
                        message.results.push($root.quorumlite.StatementResult.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return BatchResult;
    })();

    quorumlite.StatementResult = (function() {

        const StatementResult = function (properties) {
            this.columns = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        StatementResult.prototype.changes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StatementResult.prototype.lastInsertRowid = $util.newBuffer([]);
        StatementResult.prototype.columns = $util.emptyArray;
        StatementResult.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StatementResult.prototype.cells = $util.newBuffer([]);

        StatementResult.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.changes != null && $Object.hasOwnProperty.call(message, "changes") && (typeof message.changes === "object" ? message.changes.low || message.changes.high : message.changes !== 0))
                writer.uint32(8).uint64(message.changes);
            if (message.lastInsertRowid != null && $Object.hasOwnProperty.call(message, "lastInsertRowid") && message.lastInsertRowid.length)
                writer.uint32(18).bytes(message.lastInsertRowid);
            if (message.columns != null && message.columns.length)
                for (let i = 0; i < message.columns.length; ++i)
                    writer.uint32(26).string(message.columns[i]);
            if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                writer.uint32(32).uint64(message.rowCount);
            if (message.cells != null && $Object.hasOwnProperty.call(message, "cells") && message.cells.length)
                writer.uint32(42).bytes(message.cells);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        StatementResult.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.StatementResult();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.changes = value;
                        else
                            delete message.changes;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.lastInsertRowid = value;
                        else
                            delete message.lastInsertRowid;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.columns && message.columns.length))
                            message.columns = [];
                        message.columns.push(reader.stringVerify());
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rowCount = value;
                        else
                            delete message.rowCount;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.cells = value;
                        else
                            delete message.cells;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StatementResult;
    })();

    quorumlite.Rows = (function() {

        const Rows = function (properties) {
            this.columns = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Rows.prototype.columns = $util.emptyArray;
        Rows.prototype.rowCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Rows.prototype.cells = $util.newBuffer([]);
        Rows.prototype.last = false;
        Rows.prototype.position = null;
        Rows.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Rows.prototype.unfinished = false;

        Rows.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.columns != null && message.columns.length)
                for (let i = 0; i < message.columns.length; ++i)
                    writer.uint32(10).string(message.columns[i]);
            if (message.rowCount != null && $Object.hasOwnProperty.call(message, "rowCount") && (typeof message.rowCount === "object" ? message.rowCount.low || message.rowCount.high : message.rowCount !== 0))
                writer.uint32(16).uint64(message.rowCount);
            if (message.cells != null && $Object.hasOwnProperty.call(message, "cells") && message.cells.length)
                writer.uint32(26).bytes(message.cells);
            if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                writer.uint32(32).bool(message.last);
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(48).uint64(message.nodeId);
            if (message.unfinished != null && $Object.hasOwnProperty.call(message, "unfinished") && message.unfinished !== false)
                writer.uint32(56).bool(message.unfinished);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Rows.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Rows();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.columns && message.columns.length))
                            message.columns = [];
                        message.columns.push(reader.stringVerify());
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rowCount = value;
                        else
                            delete message.rowCount;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.cells = value;
                        else
                            delete message.cells;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.last = value;
                        else
                            delete message.last;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.unfinished = value;
                        else
                            delete message.unfinished;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Rows;
    })();

    quorumlite.ExportPiece = (function() {

        const ExportPiece = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ExportPiece.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ExportPiece.prototype.data = $util.newBuffer([]);
        ExportPiece.prototype.last = false;
        ExportPiece.prototype.bytesTotal = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ExportPiece.prototype.position = null;
        ExportPiece.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        ExportPiece.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                writer.uint32(8).uint64(message.offset);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(18).bytes(message.data);
            if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                writer.uint32(24).bool(message.last);
            if (message.bytesTotal != null && $Object.hasOwnProperty.call(message, "bytesTotal") && (typeof message.bytesTotal === "object" ? message.bytesTotal.low || message.bytesTotal.high : message.bytesTotal !== 0))
                writer.uint32(32).uint64(message.bytesTotal);
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(48).uint64(message.nodeId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ExportPiece.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ExportPiece();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.offset = value;
                        else
                            delete message.offset;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.last = value;
                        else
                            delete message.last;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.bytesTotal = value;
                        else
                            delete message.bytesTotal;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ExportPiece;
    })();

    quorumlite.Begun = (function() {

        const Begun = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Begun.prototype.transaction = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Begun.prototype.position = null;
        Begun.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        Begun.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction") && (typeof message.transaction === "object" ? message.transaction.low || message.transaction.high : message.transaction !== 0))
                writer.uint32(8).uint64(message.transaction);
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(24).uint64(message.nodeId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Begun.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Begun();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.transaction = value;
                        else
                            delete message.transaction;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Begun;
    })();

    quorumlite.DatabaseList = (function() {

        const DatabaseList = function (properties) {
            this.databases = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DatabaseList.prototype.databases = $util.emptyArray;
        DatabaseList.prototype.position = null;
        DatabaseList.prototype.databasePagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        DatabaseList.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.databases != null && message.databases.length)
                for (let i = 0; i < message.databases.length; ++i)
                    $root.quorumlite.DatabaseState.encode(message.databases[i], writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                $root.quorumlite.Position.encode(message.position, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.databasePagesMax != null && $Object.hasOwnProperty.call(message, "databasePagesMax") && (typeof message.databasePagesMax === "object" ? message.databasePagesMax.low || message.databasePagesMax.high : message.databasePagesMax !== 0))
                writer.uint32(24).uint64(message.databasePagesMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DatabaseList.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.DatabaseList();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.databases && message.databases.length))
                            message.databases = [];
                        message.databases.push($root.quorumlite.DatabaseState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.position = $root.quorumlite.Position.decode(reader, reader.size(), $undefined, _depth + 1, message.position);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.databasePagesMax = value;
                        else
                            delete message.databasePagesMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DatabaseList;
    })();

    quorumlite.Joined = (function() {

        const Joined = function (properties) {
            this.members = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Joined.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Joined.prototype.clusterId = $util.newBuffer([]);
        Joined.prototype.members = $util.emptyArray;

        Joined.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId.length)
                writer.uint32(18).bytes(message.clusterId);
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.quorumlite.Member.encode(message.members[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Joined.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Joined();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.quorumlite.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Joined;
    })();

    quorumlite.NodeStatus = (function() {

        const NodeStatus = function (properties) {
            this.members = [];
            this.databases = [];
            this.evictedDatabases = [];
            this.peers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        NodeStatus.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.peerId = "";
        NodeStatus.prototype.clusterId = $util.newBuffer([]);
        NodeStatus.prototype.historyId = $util.newBuffer([]);
        NodeStatus.prototype.role = "";
        NodeStatus.prototype.leaderId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.commitIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.appliedIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.firstIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.lastIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.confState = null;
        NodeStatus.prototype.members = $util.emptyArray;
        NodeStatus.prototype.databases = $util.emptyArray;
        NodeStatus.prototype.evictedDatabases = $util.emptyArray;
        NodeStatus.prototype.peers = $util.emptyArray;
        NodeStatus.prototype.sessions = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.uptimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.version = "";
        NodeStatus.prototype.checkpointIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.failure = "";
        NodeStatus.prototype.storage = null;
        NodeStatus.prototype.receiving = null;
        NodeStatus.prototype.databasePagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NodeStatus.prototype.memory = null;
        NodeStatus.prototype.integrity = null;

        NodeStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.peerId != null && $Object.hasOwnProperty.call(message, "peerId") && message.peerId !== "")
                writer.uint32(18).string(message.peerId);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId.length)
                writer.uint32(26).bytes(message.clusterId);
            if (message.historyId != null && $Object.hasOwnProperty.call(message, "historyId") && message.historyId.length)
                writer.uint32(34).bytes(message.historyId);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                writer.uint32(42).string(message.role);
            if (message.leaderId != null && $Object.hasOwnProperty.call(message, "leaderId") && (typeof message.leaderId === "object" ? message.leaderId.low || message.leaderId.high : message.leaderId !== 0))
                writer.uint32(48).uint64(message.leaderId);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(56).uint64(message.term);
            if (message.commitIndex != null && $Object.hasOwnProperty.call(message, "commitIndex") && (typeof message.commitIndex === "object" ? message.commitIndex.low || message.commitIndex.high : message.commitIndex !== 0))
                writer.uint32(64).uint64(message.commitIndex);
            if (message.appliedIndex != null && $Object.hasOwnProperty.call(message, "appliedIndex") && (typeof message.appliedIndex === "object" ? message.appliedIndex.low || message.appliedIndex.high : message.appliedIndex !== 0))
                writer.uint32(72).uint64(message.appliedIndex);
            if (message.firstIndex != null && $Object.hasOwnProperty.call(message, "firstIndex") && (typeof message.firstIndex === "object" ? message.firstIndex.low || message.firstIndex.high : message.firstIndex !== 0))
                writer.uint32(80).uint64(message.firstIndex);
            if (message.lastIndex != null && $Object.hasOwnProperty.call(message, "lastIndex") && (typeof message.lastIndex === "object" ? message.lastIndex.low || message.lastIndex.high : message.lastIndex !== 0))
                writer.uint32(88).uint64(message.lastIndex);
            if (message.confState != null && $Object.hasOwnProperty.call(message, "confState"))
                $root.quorumlite.ConfState.encode(message.confState, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.quorumlite.Member.encode(message.members[i], writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.databases != null && message.databases.length)
                for (let i = 0; i < message.databases.length; ++i)
                    $root.quorumlite.DatabaseState.encode(message.databases[i], writer.uint32(114).fork(), _depth + 1).ldelim();
            if (message.peers != null && message.peers.length)
                for (let i = 0; i < message.peers.length; ++i)
                    $root.quorumlite.PeerStatus.encode(message.peers[i], writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.sessions != null && $Object.hasOwnProperty.call(message, "sessions") && (typeof message.sessions === "object" ? message.sessions.low || message.sessions.high : message.sessions !== 0))
                writer.uint32(128).uint64(message.sessions);
            if (message.uptimeMs != null && $Object.hasOwnProperty.call(message, "uptimeMs") && (typeof message.uptimeMs === "object" ? message.uptimeMs.low || message.uptimeMs.high : message.uptimeMs !== 0))
                writer.uint32(136).uint64(message.uptimeMs);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                writer.uint32(146).string(message.version);
            if (message.checkpointIndex != null && $Object.hasOwnProperty.call(message, "checkpointIndex") && (typeof message.checkpointIndex === "object" ? message.checkpointIndex.low || message.checkpointIndex.high : message.checkpointIndex !== 0))
                writer.uint32(152).uint64(message.checkpointIndex);
            if (message.failure != null && $Object.hasOwnProperty.call(message, "failure") && message.failure !== "")
                writer.uint32(162).string(message.failure);
            if (message.receiving != null && $Object.hasOwnProperty.call(message, "receiving"))
                $root.quorumlite.SnapshotProgress.encode(message.receiving, writer.uint32(170).fork(), _depth + 1).ldelim();
            if (message.databasePagesMax != null && $Object.hasOwnProperty.call(message, "databasePagesMax") && (typeof message.databasePagesMax === "object" ? message.databasePagesMax.low || message.databasePagesMax.high : message.databasePagesMax !== 0))
                writer.uint32(176).uint64(message.databasePagesMax);
            if (message.storage != null && $Object.hasOwnProperty.call(message, "storage"))
                $root.quorumlite.StorageStatus.encode(message.storage, writer.uint32(242).fork(), _depth + 1).ldelim();
            if (message.memory != null && $Object.hasOwnProperty.call(message, "memory"))
                $root.quorumlite.MemoryStatus.encode(message.memory, writer.uint32(250).fork(), _depth + 1).ldelim();
            if (message.integrity != null && $Object.hasOwnProperty.call(message, "integrity"))
                $root.quorumlite.IntegrityStatus.encode(message.integrity, writer.uint32(258).fork(), _depth + 1).ldelim();
            if (message.evictedDatabases != null && message.evictedDatabases.length)
                writer.uint32(266).uint64s(message.evictedDatabases);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        NodeStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.NodeStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.peerId = value;
                        else
                            delete message.peerId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.historyId = value;
                        else
                            delete message.historyId;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.leaderId = value;
                        else
                            delete message.leaderId;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.commitIndex = value;
                        else
                            delete message.commitIndex;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.appliedIndex = value;
                        else
                            delete message.appliedIndex;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.firstIndex = value;
                        else
                            delete message.firstIndex;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.lastIndex = value;
                        else
                            delete message.lastIndex;
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.confState = $root.quorumlite.ConfState.decode(reader, reader.size(), $undefined, _depth + 1, message.confState);
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.quorumlite.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        if (!(message.databases && message.databases.length))
                            message.databases = [];
                        message.databases.push($root.quorumlite.DatabaseState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 33: {
                        if (wireType === 2) {
                            if (!(message.evictedDatabases && message.evictedDatabases.length))
                                message.evictedDatabases = [];
                            reader.uint64s(message.evictedDatabases);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.evictedDatabases && message.evictedDatabases.length))
                            message.evictedDatabases = [];
                        message.evictedDatabases.push(reader.uint64());
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        if (!(message.peers && message.peers.length))
                            message.peers = [];
                        message.peers.push($root.quorumlite.PeerStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 16: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.sessions = value;
                        else
                            delete message.sessions;
                        continue;
                    }
                case 17: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.uptimeMs = value;
                        else
                            delete message.uptimeMs;
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 19: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.checkpointIndex = value;
                        else
                            delete message.checkpointIndex;
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.failure = value;
                        else
                            delete message.failure;
                        continue;
                    }
                case 30: {
                        if (wireType !== 2)
                            break;
                        message.storage = $root.quorumlite.StorageStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.storage);
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.receiving = $root.quorumlite.SnapshotProgress.decode(reader, reader.size(), $undefined, _depth + 1, message.receiving);
                        continue;
                    }
                case 22: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.databasePagesMax = value;
                        else
                            delete message.databasePagesMax;
                        continue;
                    }
                case 31: {
                        if (wireType !== 2)
                            break;
                        message.memory = $root.quorumlite.MemoryStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.memory);
                        continue;
                    }
                case 32: {
                        if (wireType !== 2)
                            break;
                        message.integrity = $root.quorumlite.IntegrityStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.integrity);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return NodeStatus;
    })();

    quorumlite.MemoryStatus = (function() {

        const MemoryStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        MemoryStatus.prototype.wasmBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.wasmLimitBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.pageBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.freePageBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.pinnedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.otherBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.growthBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        MemoryStatus.prototype.residentBytes = null;
        MemoryStatus.prototype.heapBytes = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MemoryStatus.prototype, "_residentBytes", {
            get: $oneOfGetter($oneOfFields = ["residentBytes"]),
            set: $oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MemoryStatus.prototype, "_heapBytes", {
            get: $oneOfGetter($oneOfFields = ["heapBytes"]),
            set: $oneOfSetter($oneOfFields)
        });

        MemoryStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.wasmBytes != null && $Object.hasOwnProperty.call(message, "wasmBytes") && (typeof message.wasmBytes === "object" ? message.wasmBytes.low || message.wasmBytes.high : message.wasmBytes !== 0))
                writer.uint32(8).uint64(message.wasmBytes);
            if (message.wasmLimitBytes != null && $Object.hasOwnProperty.call(message, "wasmLimitBytes") && (typeof message.wasmLimitBytes === "object" ? message.wasmLimitBytes.low || message.wasmLimitBytes.high : message.wasmLimitBytes !== 0))
                writer.uint32(16).uint64(message.wasmLimitBytes);
            if (message.pageBytes != null && $Object.hasOwnProperty.call(message, "pageBytes") && (typeof message.pageBytes === "object" ? message.pageBytes.low || message.pageBytes.high : message.pageBytes !== 0))
                writer.uint32(24).uint64(message.pageBytes);
            if (message.freePageBytes != null && $Object.hasOwnProperty.call(message, "freePageBytes") && (typeof message.freePageBytes === "object" ? message.freePageBytes.low || message.freePageBytes.high : message.freePageBytes !== 0))
                writer.uint32(32).uint64(message.freePageBytes);
            if (message.pinnedBytes != null && $Object.hasOwnProperty.call(message, "pinnedBytes") && (typeof message.pinnedBytes === "object" ? message.pinnedBytes.low || message.pinnedBytes.high : message.pinnedBytes !== 0))
                writer.uint32(40).uint64(message.pinnedBytes);
            if (message.otherBytes != null && $Object.hasOwnProperty.call(message, "otherBytes") && (typeof message.otherBytes === "object" ? message.otherBytes.low || message.otherBytes.high : message.otherBytes !== 0))
                writer.uint32(48).uint64(message.otherBytes);
            if (message.growthBytes != null && $Object.hasOwnProperty.call(message, "growthBytes") && (typeof message.growthBytes === "object" ? message.growthBytes.low || message.growthBytes.high : message.growthBytes !== 0))
                writer.uint32(56).uint64(message.growthBytes);
            if (message.residentBytes != null && $Object.hasOwnProperty.call(message, "residentBytes"))
                writer.uint32(64).uint64(message.residentBytes);
            if (message.heapBytes != null && $Object.hasOwnProperty.call(message, "heapBytes"))
                writer.uint32(72).uint64(message.heapBytes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        MemoryStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.MemoryStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.wasmBytes = value;
                        else
                            delete message.wasmBytes;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.wasmLimitBytes = value;
                        else
                            delete message.wasmLimitBytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pageBytes = value;
                        else
                            delete message.pageBytes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.freePageBytes = value;
                        else
                            delete message.freePageBytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pinnedBytes = value;
                        else
                            delete message.pinnedBytes;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.otherBytes = value;
                        else
                            delete message.otherBytes;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.growthBytes = value;
                        else
                            delete message.growthBytes;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.residentBytes = reader.uint64();
                        message._residentBytes = "residentBytes";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.heapBytes = reader.uint64();
                        message._heapBytes = "heapBytes";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MemoryStatus;
    })();

    quorumlite.IntegrityStatus = (function() {

        const IntegrityStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        IntegrityStatus.prototype.outOfService = "";
        IntegrityStatus.prototype.mismatches = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        IntegrityStatus.prototype.repairs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        IntegrityStatus.prototype.memoryPagesScrubbed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        IntegrityStatus.prototype.diskPagesScrubbed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        IntegrityStatus.prototype.lastRepair = null;

        IntegrityStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.outOfService != null && $Object.hasOwnProperty.call(message, "outOfService") && message.outOfService !== "")
                writer.uint32(10).string(message.outOfService);
            if (message.mismatches != null && $Object.hasOwnProperty.call(message, "mismatches") && (typeof message.mismatches === "object" ? message.mismatches.low || message.mismatches.high : message.mismatches !== 0))
                writer.uint32(16).uint64(message.mismatches);
            if (message.repairs != null && $Object.hasOwnProperty.call(message, "repairs") && (typeof message.repairs === "object" ? message.repairs.low || message.repairs.high : message.repairs !== 0))
                writer.uint32(24).uint64(message.repairs);
            if (message.memoryPagesScrubbed != null && $Object.hasOwnProperty.call(message, "memoryPagesScrubbed") && (typeof message.memoryPagesScrubbed === "object" ? message.memoryPagesScrubbed.low || message.memoryPagesScrubbed.high : message.memoryPagesScrubbed !== 0))
                writer.uint32(32).uint64(message.memoryPagesScrubbed);
            if (message.diskPagesScrubbed != null && $Object.hasOwnProperty.call(message, "diskPagesScrubbed") && (typeof message.diskPagesScrubbed === "object" ? message.diskPagesScrubbed.low || message.diskPagesScrubbed.high : message.diskPagesScrubbed !== 0))
                writer.uint32(40).uint64(message.diskPagesScrubbed);
            if (message.lastRepair != null && $Object.hasOwnProperty.call(message, "lastRepair"))
                $root.quorumlite.LastRepair.encode(message.lastRepair, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        IntegrityStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.IntegrityStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.outOfService = value;
                        else
                            delete message.outOfService;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mismatches = value;
                        else
                            delete message.mismatches;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.repairs = value;
                        else
                            delete message.repairs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.memoryPagesScrubbed = value;
                        else
                            delete message.memoryPagesScrubbed;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.diskPagesScrubbed = value;
                        else
                            delete message.diskPagesScrubbed;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.lastRepair = $root.quorumlite.LastRepair.decode(reader, reader.size(), $undefined, _depth + 1, message.lastRepair);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return IntegrityStatus;
    })();

    quorumlite.LastRepair = (function() {

        const LastRepair = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        LastRepair.prototype.from = "";
        LastRepair.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        LastRepair.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        LastRepair.prototype.tookMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        LastRepair.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                writer.uint32(10).string(message.from);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(16).uint64(message.nodeId);
            if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                writer.uint32(24).uint64(message.atMs);
            if (message.tookMs != null && $Object.hasOwnProperty.call(message, "tookMs") && (typeof message.tookMs === "object" ? message.tookMs.low || message.tookMs.high : message.tookMs !== 0))
                writer.uint32(32).uint64(message.tookMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        LastRepair.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.LastRepair();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.atMs = value;
                        else
                            delete message.atMs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.tookMs = value;
                        else
                            delete message.tookMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return LastRepair;
    })();

    quorumlite.StorageStatus = (function() {

        const StorageStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        StorageStatus.prototype.checkpoints = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.checkpointPages = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.checkpointBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.lastCheckpointMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.checkpointRunning = false;
        StorageStatus.prototype.logBytesSinceCheckpoint = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.diskFreeBytes = null;
        StorageStatus.prototype.diskReserveBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StorageStatus.prototype.databaseLoads = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(StorageStatus.prototype, "_diskFreeBytes", {
            get: $oneOfGetter($oneOfFields = ["diskFreeBytes"]),
            set: $oneOfSetter($oneOfFields)
        });

        StorageStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.checkpoints != null && $Object.hasOwnProperty.call(message, "checkpoints") && (typeof message.checkpoints === "object" ? message.checkpoints.low || message.checkpoints.high : message.checkpoints !== 0))
                writer.uint32(8).uint64(message.checkpoints);
            if (message.checkpointPages != null && $Object.hasOwnProperty.call(message, "checkpointPages") && (typeof message.checkpointPages === "object" ? message.checkpointPages.low || message.checkpointPages.high : message.checkpointPages !== 0))
                writer.uint32(16).uint64(message.checkpointPages);
            if (message.checkpointBytes != null && $Object.hasOwnProperty.call(message, "checkpointBytes") && (typeof message.checkpointBytes === "object" ? message.checkpointBytes.low || message.checkpointBytes.high : message.checkpointBytes !== 0))
                writer.uint32(24).uint64(message.checkpointBytes);
            if (message.lastCheckpointMs != null && $Object.hasOwnProperty.call(message, "lastCheckpointMs") && (typeof message.lastCheckpointMs === "object" ? message.lastCheckpointMs.low || message.lastCheckpointMs.high : message.lastCheckpointMs !== 0))
                writer.uint32(32).uint64(message.lastCheckpointMs);
            if (message.checkpointRunning != null && $Object.hasOwnProperty.call(message, "checkpointRunning") && message.checkpointRunning !== false)
                writer.uint32(40).bool(message.checkpointRunning);
            if (message.logBytesSinceCheckpoint != null && $Object.hasOwnProperty.call(message, "logBytesSinceCheckpoint") && (typeof message.logBytesSinceCheckpoint === "object" ? message.logBytesSinceCheckpoint.low || message.logBytesSinceCheckpoint.high : message.logBytesSinceCheckpoint !== 0))
                writer.uint32(48).uint64(message.logBytesSinceCheckpoint);
            if (message.diskFreeBytes != null && $Object.hasOwnProperty.call(message, "diskFreeBytes"))
                writer.uint32(56).uint64(message.diskFreeBytes);
            if (message.diskReserveBytes != null && $Object.hasOwnProperty.call(message, "diskReserveBytes") && (typeof message.diskReserveBytes === "object" ? message.diskReserveBytes.low || message.diskReserveBytes.high : message.diskReserveBytes !== 0))
                writer.uint32(64).uint64(message.diskReserveBytes);
            if (message.databaseLoads != null && $Object.hasOwnProperty.call(message, "databaseLoads") && (typeof message.databaseLoads === "object" ? message.databaseLoads.low || message.databaseLoads.high : message.databaseLoads !== 0))
                writer.uint32(72).uint64(message.databaseLoads);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        StorageStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.StorageStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.checkpoints = value;
                        else
                            delete message.checkpoints;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.checkpointPages = value;
                        else
                            delete message.checkpointPages;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.checkpointBytes = value;
                        else
                            delete message.checkpointBytes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.lastCheckpointMs = value;
                        else
                            delete message.lastCheckpointMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.checkpointRunning = value;
                        else
                            delete message.checkpointRunning;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.logBytesSinceCheckpoint = value;
                        else
                            delete message.logBytesSinceCheckpoint;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.diskFreeBytes = reader.uint64();
                        message._diskFreeBytes = "diskFreeBytes";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.diskReserveBytes = value;
                        else
                            delete message.diskReserveBytes;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.databaseLoads = value;
                        else
                            delete message.databaseLoads;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StorageStatus;
    })();

    quorumlite.SnapshotProgress = (function() {

        const SnapshotProgress = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotProgress.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotProgress.prototype.pagesDone = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotProgress.prototype.pagesTotal = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotProgress.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotProgress.prototype.elapsedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotProgress.prototype.resumed = 0;

        SnapshotProgress.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.pagesDone != null && $Object.hasOwnProperty.call(message, "pagesDone") && (typeof message.pagesDone === "object" ? message.pagesDone.low || message.pagesDone.high : message.pagesDone !== 0))
                writer.uint32(16).uint64(message.pagesDone);
            if (message.pagesTotal != null && $Object.hasOwnProperty.call(message, "pagesTotal") && (typeof message.pagesTotal === "object" ? message.pagesTotal.low || message.pagesTotal.high : message.pagesTotal !== 0))
                writer.uint32(24).uint64(message.pagesTotal);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                writer.uint32(32).uint64(message.bytes);
            if (message.elapsedMs != null && $Object.hasOwnProperty.call(message, "elapsedMs") && (typeof message.elapsedMs === "object" ? message.elapsedMs.low || message.elapsedMs.high : message.elapsedMs !== 0))
                writer.uint32(40).uint64(message.elapsedMs);
            if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed") && message.resumed !== 0)
                writer.uint32(48).uint32(message.resumed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotProgress.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotProgress();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesDone = value;
                        else
                            delete message.pagesDone;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesTotal = value;
                        else
                            delete message.pagesTotal;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.elapsedMs = value;
                        else
                            delete message.elapsedMs;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.resumed = value;
                        else
                            delete message.resumed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotProgress;
    })();

    quorumlite.PeerStatus = (function() {

        const PeerStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PeerStatus.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        PeerStatus.prototype.match = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        PeerStatus.prototype.state = "";
        PeerStatus.prototype.connected = false;
        PeerStatus.prototype.snapshot = null;
        PeerStatus.prototype.sentBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        PeerStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.match != null && $Object.hasOwnProperty.call(message, "match") && (typeof message.match === "object" ? message.match.low || message.match.high : message.match !== 0))
                writer.uint32(16).uint64(message.match);
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                writer.uint32(26).string(message.state);
            if (message.connected != null && $Object.hasOwnProperty.call(message, "connected") && message.connected !== false)
                writer.uint32(32).bool(message.connected);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                $root.quorumlite.SnapshotProgress.encode(message.snapshot, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.sentBytes != null && $Object.hasOwnProperty.call(message, "sentBytes") && (typeof message.sentBytes === "object" ? message.sentBytes.low || message.sentBytes.high : message.sentBytes !== 0))
                writer.uint32(64).uint64(message.sentBytes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PeerStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.PeerStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.match = value;
                        else
                            delete message.match;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.connected = value;
                        else
                            delete message.connected;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.snapshot = $root.quorumlite.SnapshotProgress.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.sentBytes = value;
                        else
                            delete message.sentBytes;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PeerStatus;
    })();

    quorumlite.EntryPayload = (function() {

        const EntryPayload = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        EntryPayload.prototype.logClockMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        EntryPayload.prototype.commit = null;
        EntryPayload.prototype.openSession = null;
        EntryPayload.prototype.keepSessions = null;
        EntryPayload.prototype.closeSession = null;
        EntryPayload.prototype.notExecuted = null;
        EntryPayload.prototype.createDatabase = null;
        EntryPayload.prototype.dropDatabase = null;
        EntryPayload.prototype.part = null;
        EntryPayload.prototype.copyDatabase = null;
        EntryPayload.prototype.setSizeLimit = null;

        let $oneOfFields;

        $Object.defineProperty(EntryPayload.prototype, "body", {
            get: $oneOfGetter($oneOfFields = ["commit", "openSession", "keepSessions", "closeSession", "notExecuted", "createDatabase", "dropDatabase", "part", "copyDatabase", "setSizeLimit"]),
            set: $oneOfSetter($oneOfFields)
        });

        EntryPayload.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.logClockMs != null && $Object.hasOwnProperty.call(message, "logClockMs") && (typeof message.logClockMs === "object" ? message.logClockMs.low || message.logClockMs.high : message.logClockMs !== 0))
                writer.uint32(8).uint64(message.logClockMs);
            if (message.commit != null && $Object.hasOwnProperty.call(message, "commit"))
                $root.quorumlite.Commit.encode(message.commit, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.openSession != null && $Object.hasOwnProperty.call(message, "openSession"))
                $root.quorumlite.OpenSession.encode(message.openSession, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.keepSessions != null && $Object.hasOwnProperty.call(message, "keepSessions"))
                $root.quorumlite.KeepSessions.encode(message.keepSessions, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.closeSession != null && $Object.hasOwnProperty.call(message, "closeSession"))
                $root.quorumlite.CloseSession.encode(message.closeSession, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.notExecuted != null && $Object.hasOwnProperty.call(message, "notExecuted"))
                $root.quorumlite.NotExecuted.encode(message.notExecuted, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.createDatabase != null && $Object.hasOwnProperty.call(message, "createDatabase"))
                $root.quorumlite.CreateDatabase.encode(message.createDatabase, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.dropDatabase != null && $Object.hasOwnProperty.call(message, "dropDatabase"))
                $root.quorumlite.DropDatabase.encode(message.dropDatabase, writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.part != null && $Object.hasOwnProperty.call(message, "part"))
                $root.quorumlite.Part.encode(message.part, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.copyDatabase != null && $Object.hasOwnProperty.call(message, "copyDatabase"))
                $root.quorumlite.CopyDatabase.encode(message.copyDatabase, writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.setSizeLimit != null && $Object.hasOwnProperty.call(message, "setSizeLimit"))
                $root.quorumlite.SetSizeLimit.encode(message.setSizeLimit, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        EntryPayload.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.EntryPayload();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.logClockMs = value;
                        else
                            delete message.logClockMs;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.commit = $root.quorumlite.Commit.decode(reader, reader.size(), $undefined, _depth + 1, message.commit);
                        message.body = "commit";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.openSession = $root.quorumlite.OpenSession.decode(reader, reader.size(), $undefined, _depth + 1, message.openSession);
                        message.body = "openSession";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.keepSessions = $root.quorumlite.KeepSessions.decode(reader, reader.size(), $undefined, _depth + 1, message.keepSessions);
                        message.body = "keepSessions";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.closeSession = $root.quorumlite.CloseSession.decode(reader, reader.size(), $undefined, _depth + 1, message.closeSession);
                        message.body = "closeSession";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.notExecuted = $root.quorumlite.NotExecuted.decode(reader, reader.size(), $undefined, _depth + 1, message.notExecuted);
                        message.body = "notExecuted";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.createDatabase = $root.quorumlite.CreateDatabase.decode(reader, reader.size(), $undefined, _depth + 1, message.createDatabase);
                        message.body = "createDatabase";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.dropDatabase = $root.quorumlite.DropDatabase.decode(reader, reader.size(), $undefined, _depth + 1, message.dropDatabase);
                        message.body = "dropDatabase";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.part = $root.quorumlite.Part.decode(reader, reader.size(), $undefined, _depth + 1, message.part);
                        message.body = "part";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.copyDatabase = $root.quorumlite.CopyDatabase.decode(reader, reader.size(), $undefined, _depth + 1, message.copyDatabase);
                        message.body = "copyDatabase";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.setSizeLimit = $root.quorumlite.SetSizeLimit.decode(reader, reader.size(), $undefined, _depth + 1, message.setSizeLimit);
                        message.body = "setSizeLimit";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return EntryPayload;
    })();

    quorumlite.RequestKey = (function() {

        const RequestKey = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RequestKey.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RequestKey.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RequestKey.prototype.acknowledgedFloor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        RequestKey.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.session != null && $Object.hasOwnProperty.call(message, "session") && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                writer.uint32(8).uint64(message.session);
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                writer.uint32(16).uint64(message.number);
            if (message.acknowledgedFloor != null && $Object.hasOwnProperty.call(message, "acknowledgedFloor") && (typeof message.acknowledgedFloor === "object" ? message.acknowledgedFloor.low || message.acknowledgedFloor.high : message.acknowledgedFloor !== 0))
                writer.uint32(24).uint64(message.acknowledgedFloor);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RequestKey.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RequestKey();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.session = value;
                        else
                            delete message.session;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.acknowledgedFloor = value;
                        else
                            delete message.acknowledgedFloor;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RequestKey;
    })();

    quorumlite.Commit = (function() {

        const Commit = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Commit.prototype.database = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Commit.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Commit.prototype.request = null;
        Commit.prototype.result = $util.newBuffer([]);
        Commit.prototype.baseSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Commit.prototype.pages = $util.newBuffer([]);
        Commit.prototype.parts = 0;
        Commit.prototype.commitId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        Commit.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && (typeof message.database === "object" ? message.database.low || message.database.high : message.database !== 0))
                writer.uint32(8).uint64(message.database);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(16).uint64(message.term);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result.length)
                writer.uint32(34).bytes(message.result);
            if (message.baseSequence != null && $Object.hasOwnProperty.call(message, "baseSequence") && (typeof message.baseSequence === "object" ? message.baseSequence.low || message.baseSequence.high : message.baseSequence !== 0))
                writer.uint32(40).uint64(message.baseSequence);
            if (message.pages != null && $Object.hasOwnProperty.call(message, "pages") && message.pages.length)
                writer.uint32(50).bytes(message.pages);
            if (message.parts != null && $Object.hasOwnProperty.call(message, "parts") && message.parts !== 0)
                writer.uint32(56).uint32(message.parts);
            if (message.commitId != null && $Object.hasOwnProperty.call(message, "commitId") && (typeof message.commitId === "object" ? message.commitId.low || message.commitId.high : message.commitId !== 0))
                writer.uint32(64).uint64(message.commitId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Commit.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Commit();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.baseSequence = value;
                        else
                            delete message.baseSequence;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.pages = value;
                        else
                            delete message.pages;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.parts = value;
                        else
                            delete message.parts;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.commitId = value;
                        else
                            delete message.commitId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Commit;
    })();

    quorumlite.Part = (function() {

        const Part = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Part.prototype.database = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Part.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Part.prototype.commitId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Part.prototype.ordinal = 0;
        Part.prototype.pages = $util.newBuffer([]);

        Part.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && (typeof message.database === "object" ? message.database.low || message.database.high : message.database !== 0))
                writer.uint32(8).uint64(message.database);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(16).uint64(message.term);
            if (message.commitId != null && $Object.hasOwnProperty.call(message, "commitId") && (typeof message.commitId === "object" ? message.commitId.low || message.commitId.high : message.commitId !== 0))
                writer.uint32(24).uint64(message.commitId);
            if (message.ordinal != null && $Object.hasOwnProperty.call(message, "ordinal") && message.ordinal !== 0)
                writer.uint32(32).uint32(message.ordinal);
            if (message.pages != null && $Object.hasOwnProperty.call(message, "pages") && message.pages.length)
                writer.uint32(42).bytes(message.pages);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Part.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Part();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.commitId = value;
                        else
                            delete message.commitId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.ordinal = value;
                        else
                            delete message.ordinal;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.pages = value;
                        else
                            delete message.pages;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Part;
    })();

    quorumlite.OpenSession = (function() {

        const OpenSession = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        OpenSession.prototype.ttlMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        OpenSession.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ttlMs != null && $Object.hasOwnProperty.call(message, "ttlMs") && (typeof message.ttlMs === "object" ? message.ttlMs.low || message.ttlMs.high : message.ttlMs !== 0))
                writer.uint32(8).uint64(message.ttlMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        OpenSession.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.OpenSession();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.ttlMs = value;
                        else
                            delete message.ttlMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return OpenSession;
    })();

    quorumlite.KeepSessions = (function() {

        const KeepSessions = function (properties) {
            this.sessions = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        KeepSessions.prototype.sessions = $util.emptyArray;

        KeepSessions.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.sessions != null && message.sessions.length)
                writer.uint32(10).uint64s(message.sessions);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        KeepSessions.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.KeepSessions();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            reader.uint64s(message.sessions);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.sessions && message.sessions.length))
                            message.sessions = [];
                        message.sessions.push(reader.uint64());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return KeepSessions;
    })();

    quorumlite.CloseSession = (function() {

        const CloseSession = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CloseSession.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        CloseSession.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.session != null && $Object.hasOwnProperty.call(message, "session") && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                writer.uint32(8).uint64(message.session);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CloseSession.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CloseSession();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.session = value;
                        else
                            delete message.session;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CloseSession;
    })();

    quorumlite.NotExecuted = (function() {

        const NotExecuted = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        NotExecuted.prototype.request = null;

        NotExecuted.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        NotExecuted.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.NotExecuted();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return NotExecuted;
    })();

    quorumlite.CreateDatabase = (function() {

        const CreateDatabase = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CreateDatabase.prototype.name = "";
        CreateDatabase.prototype.page1 = $util.newBuffer([]);
        CreateDatabase.prototype.checksum = $util.newBuffer([]);
        CreateDatabase.prototype.request = null;
        CreateDatabase.prototype.ifNotExists = false;

        CreateDatabase.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.page1 != null && $Object.hasOwnProperty.call(message, "page1") && message.page1.length)
                writer.uint32(18).bytes(message.page1);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.ifNotExists != null && $Object.hasOwnProperty.call(message, "ifNotExists") && message.ifNotExists !== false)
                writer.uint32(32).bool(message.ifNotExists);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum.length)
                writer.uint32(42).bytes(message.checksum);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CreateDatabase.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CreateDatabase();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.page1 = value;
                        else
                            delete message.page1;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifNotExists = value;
                        else
                            delete message.ifNotExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CreateDatabase;
    })();

    quorumlite.DropDatabase = (function() {

        const DropDatabase = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DropDatabase.prototype.name = "";
        DropDatabase.prototype.request = null;
        DropDatabase.prototype.ifExists = false;

        DropDatabase.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.ifExists != null && $Object.hasOwnProperty.call(message, "ifExists") && message.ifExists !== false)
                writer.uint32(24).bool(message.ifExists);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DropDatabase.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.DropDatabase();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifExists = value;
                        else
                            delete message.ifExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DropDatabase;
    })();

    quorumlite.CopyDatabase = (function() {

        const CopyDatabase = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CopyDatabase.prototype.source = "";
        CopyDatabase.prototype.name = "";
        CopyDatabase.prototype.request = null;
        CopyDatabase.prototype.ifNotExists = false;

        CopyDatabase.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                writer.uint32(10).string(message.source);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(18).string(message.name);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.ifNotExists != null && $Object.hasOwnProperty.call(message, "ifNotExists") && message.ifNotExists !== false)
                writer.uint32(32).bool(message.ifNotExists);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CopyDatabase.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CopyDatabase();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifNotExists = value;
                        else
                            delete message.ifNotExists;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CopyDatabase;
    })();

    quorumlite.SetSizeLimit = (function() {

        const SetSizeLimit = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SetSizeLimit.prototype.database = "";
        SetSizeLimit.prototype.pagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SetSizeLimit.prototype.request = null;

        SetSizeLimit.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && message.database !== "")
                writer.uint32(10).string(message.database);
            if (message.pagesMax != null && $Object.hasOwnProperty.call(message, "pagesMax") && (typeof message.pagesMax === "object" ? message.pagesMax.low || message.pagesMax.high : message.pagesMax !== 0))
                writer.uint32(16).uint64(message.pagesMax);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                $root.quorumlite.RequestKey.encode(message.request, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SetSizeLimit.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SetSizeLimit();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesMax = value;
                        else
                            delete message.pagesMax;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.request = $root.quorumlite.RequestKey.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SetSizeLimit;
    })();

    quorumlite.Member = (function() {

        const Member = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Member.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Member.prototype.peerId = "";
        Member.prototype.storageId = "";
        Member.prototype.addresses = $util.emptyArray;
        Member.prototype.name = "";

        Member.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(8).uint64(message.nodeId);
            if (message.peerId != null && $Object.hasOwnProperty.call(message, "peerId") && message.peerId !== "")
                writer.uint32(18).string(message.peerId);
            if (message.storageId != null && $Object.hasOwnProperty.call(message, "storageId") && message.storageId !== "")
                writer.uint32(26).string(message.storageId);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(34).string(message.addresses[i]);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(42).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Member.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Member();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.peerId = value;
                        else
                            delete message.peerId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.storageId = value;
                        else
                            delete message.storageId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Member;
    })();

    quorumlite.DatabaseState = (function() {

        const DatabaseState = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DatabaseState.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DatabaseState.prototype.name = "";
        DatabaseState.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DatabaseState.prototype.checksum = $util.newBuffer([]);
        DatabaseState.prototype.pageCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DatabaseState.prototype.createdIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DatabaseState.prototype.family = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DatabaseState.prototype.pagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        DatabaseState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                writer.uint32(8).uint64(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(18).string(message.name);
            if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                writer.uint32(24).uint64(message.sequence);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum.length)
                writer.uint32(34).bytes(message.checksum);
            if (message.pageCount != null && $Object.hasOwnProperty.call(message, "pageCount") && (typeof message.pageCount === "object" ? message.pageCount.low || message.pageCount.high : message.pageCount !== 0))
                writer.uint32(40).uint64(message.pageCount);
            if (message.createdIndex != null && $Object.hasOwnProperty.call(message, "createdIndex") && (typeof message.createdIndex === "object" ? message.createdIndex.low || message.createdIndex.high : message.createdIndex !== 0))
                writer.uint32(48).uint64(message.createdIndex);
            if (message.family != null && $Object.hasOwnProperty.call(message, "family") && (typeof message.family === "object" ? message.family.low || message.family.high : message.family !== 0))
                writer.uint32(56).uint64(message.family);
            if (message.pagesMax != null && $Object.hasOwnProperty.call(message, "pagesMax") && (typeof message.pagesMax === "object" ? message.pagesMax.low || message.pagesMax.high : message.pagesMax !== 0))
                writer.uint32(64).uint64(message.pagesMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DatabaseState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.DatabaseState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.sequence = value;
                        else
                            delete message.sequence;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pageCount = value;
                        else
                            delete message.pageCount;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.createdIndex = value;
                        else
                            delete message.createdIndex;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.family = value;
                        else
                            delete message.family;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesMax = value;
                        else
                            delete message.pagesMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DatabaseState;
    })();

    quorumlite.SessionState = (function() {

        const SessionState = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SessionState.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionState.prototype.ttlMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionState.prototype.lastActiveMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionState.prototype.acknowledgedFloor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionState.prototype.records = $util.emptyArray;

        SessionState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                writer.uint32(8).uint64(message.id);
            if (message.ttlMs != null && $Object.hasOwnProperty.call(message, "ttlMs") && (typeof message.ttlMs === "object" ? message.ttlMs.low || message.ttlMs.high : message.ttlMs !== 0))
                writer.uint32(16).uint64(message.ttlMs);
            if (message.lastActiveMs != null && $Object.hasOwnProperty.call(message, "lastActiveMs") && (typeof message.lastActiveMs === "object" ? message.lastActiveMs.low || message.lastActiveMs.high : message.lastActiveMs !== 0))
                writer.uint32(24).uint64(message.lastActiveMs);
            if (message.acknowledgedFloor != null && $Object.hasOwnProperty.call(message, "acknowledgedFloor") && (typeof message.acknowledgedFloor === "object" ? message.acknowledgedFloor.low || message.acknowledgedFloor.high : message.acknowledgedFloor !== 0))
                writer.uint32(32).uint64(message.acknowledgedFloor);
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    $root.quorumlite.SessionRecord.encode(message.records[i], writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SessionState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SessionState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.ttlMs = value;
                        else
                            delete message.ttlMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.lastActiveMs = value;
                        else
                            delete message.lastActiveMs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.acknowledgedFloor = value;
                        else
                            delete message.acknowledgedFloor;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push($root.quorumlite.SessionRecord.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SessionState;
    })();

    quorumlite.SessionRecord = (function() {

        const SessionRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SessionRecord.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionRecord.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SessionRecord.prototype.result = $util.newBuffer([]);

        SessionRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                writer.uint32(8).uint64(message.number);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                writer.uint32(16).uint64(message.index);
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result.length)
                writer.uint32(26).bytes(message.result);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SessionRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SessionRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SessionRecord;
    })();

    quorumlite.ReplicatedState = (function() {

        const ReplicatedState = function (properties) {
            this.databases = [];
            this.sessions = [];
            this.members = [];
            this.removedNodes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ReplicatedState.prototype.format = 0;
        ReplicatedState.prototype.appliedIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ReplicatedState.prototype.appliedTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ReplicatedState.prototype.confState = null;
        ReplicatedState.prototype.logClockMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ReplicatedState.prototype.databases = $util.emptyArray;
        ReplicatedState.prototype.sessions = $util.emptyArray;
        ReplicatedState.prototype.members = $util.emptyArray;
        ReplicatedState.prototype.nextDatabaseId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ReplicatedState.prototype.nextNodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ReplicatedState.prototype.removedNodes = $util.emptyArray;
        ReplicatedState.prototype.clusterId = $util.newBuffer([]);
        ReplicatedState.prototype.historyId = $util.newBuffer([]);
        ReplicatedState.prototype.databasePagesMax = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        ReplicatedState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.format != null && $Object.hasOwnProperty.call(message, "format") && message.format !== 0)
                writer.uint32(8).uint32(message.format);
            if (message.appliedIndex != null && $Object.hasOwnProperty.call(message, "appliedIndex") && (typeof message.appliedIndex === "object" ? message.appliedIndex.low || message.appliedIndex.high : message.appliedIndex !== 0))
                writer.uint32(16).uint64(message.appliedIndex);
            if (message.appliedTerm != null && $Object.hasOwnProperty.call(message, "appliedTerm") && (typeof message.appliedTerm === "object" ? message.appliedTerm.low || message.appliedTerm.high : message.appliedTerm !== 0))
                writer.uint32(24).uint64(message.appliedTerm);
            if (message.confState != null && $Object.hasOwnProperty.call(message, "confState"))
                $root.quorumlite.ConfState.encode(message.confState, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.logClockMs != null && $Object.hasOwnProperty.call(message, "logClockMs") && (typeof message.logClockMs === "object" ? message.logClockMs.low || message.logClockMs.high : message.logClockMs !== 0))
                writer.uint32(40).uint64(message.logClockMs);
            if (message.databases != null && message.databases.length)
                for (let i = 0; i < message.databases.length; ++i)
                    $root.quorumlite.DatabaseState.encode(message.databases[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.sessions != null && message.sessions.length)
                for (let i = 0; i < message.sessions.length; ++i)
                    $root.quorumlite.SessionState.encode(message.sessions[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.quorumlite.Member.encode(message.members[i], writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.nextDatabaseId != null && $Object.hasOwnProperty.call(message, "nextDatabaseId") && (typeof message.nextDatabaseId === "object" ? message.nextDatabaseId.low || message.nextDatabaseId.high : message.nextDatabaseId !== 0))
                writer.uint32(72).uint64(message.nextDatabaseId);
            if (message.nextNodeId != null && $Object.hasOwnProperty.call(message, "nextNodeId") && (typeof message.nextNodeId === "object" ? message.nextNodeId.low || message.nextNodeId.high : message.nextNodeId !== 0))
                writer.uint32(80).uint64(message.nextNodeId);
            if (message.removedNodes != null && message.removedNodes.length)
                writer.uint32(90).uint64s(message.removedNodes);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId.length)
                writer.uint32(98).bytes(message.clusterId);
            if (message.historyId != null && $Object.hasOwnProperty.call(message, "historyId") && message.historyId.length)
                writer.uint32(106).bytes(message.historyId);
            if (message.databasePagesMax != null && $Object.hasOwnProperty.call(message, "databasePagesMax") && (typeof message.databasePagesMax === "object" ? message.databasePagesMax.low || message.databasePagesMax.high : message.databasePagesMax !== 0))
                writer.uint32(112).uint64(message.databasePagesMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ReplicatedState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ReplicatedState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.format = value;
                        else
                            delete message.format;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.appliedIndex = value;
                        else
                            delete message.appliedIndex;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.appliedTerm = value;
                        else
                            delete message.appliedTerm;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.confState = $root.quorumlite.ConfState.decode(reader, reader.size(), $undefined, _depth + 1, message.confState);
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.logClockMs = value;
                        else
                            delete message.logClockMs;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.databases && message.databases.length))
                            message.databases = [];
                        message.databases.push($root.quorumlite.DatabaseState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.sessions && message.sessions.length))
                            message.sessions = [];
                        message.sessions.push($root.quorumlite.SessionState.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.quorumlite.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nextDatabaseId = value;
                        else
                            delete message.nextDatabaseId;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nextNodeId = value;
                        else
                            delete message.nextNodeId;
                        continue;
                    }
                case 11: {
                        if (wireType === 2) {
                            if (!(message.removedNodes && message.removedNodes.length))
                                message.removedNodes = [];
                            reader.uint64s(message.removedNodes);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.removedNodes && message.removedNodes.length))
                            message.removedNodes = [];
                        message.removedNodes.push(reader.uint64());
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.historyId = value;
                        else
                            delete message.historyId;
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.databasePagesMax = value;
                        else
                            delete message.databasePagesMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReplicatedState;
    })();

    quorumlite.RaftFrame = (function() {

        const RaftFrame = function (properties) {
            this.messages = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RaftFrame.prototype.group = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftFrame.prototype.messages = $util.emptyArray;

        RaftFrame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.group != null && $Object.hasOwnProperty.call(message, "group") && (typeof message.group === "object" ? message.group.low || message.group.high : message.group !== 0))
                writer.uint32(8).uint64(message.group);
            if (message.messages != null && message.messages.length)
                for (let i = 0; i < message.messages.length; ++i)
                    $root.quorumlite.RaftMessage.encode(message.messages[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RaftFrame.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RaftFrame();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.group = value;
                        else
                            delete message.group;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.messages && message.messages.length))
                            message.messages = [];
                        message.messages.push($root.quorumlite.RaftMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RaftFrame;
    })();

    quorumlite.RaftMessage = (function() {

        const RaftMessage = function (properties) {
            this.entries = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RaftMessage.prototype.type = 0;
        RaftMessage.prototype.from = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.to = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.logTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.entries = $util.emptyArray;
        RaftMessage.prototype.commit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.reject = false;
        RaftMessage.prototype.rejectHint = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.context = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftMessage.prototype.snapshot = null;
        RaftMessage.prototype.priority = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        RaftMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(8).uint32(message.type);
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                writer.uint32(16).uint64(message.from);
            if (message.to != null && $Object.hasOwnProperty.call(message, "to") && (typeof message.to === "object" ? message.to.low || message.to.high : message.to !== 0))
                writer.uint32(24).uint64(message.to);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(32).uint64(message.term);
            if (message.logTerm != null && $Object.hasOwnProperty.call(message, "logTerm") && (typeof message.logTerm === "object" ? message.logTerm.low || message.logTerm.high : message.logTerm !== 0))
                writer.uint32(40).uint64(message.logTerm);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                writer.uint32(48).uint64(message.index);
            if (message.entries != null && message.entries.length)
                for (let i = 0; i < message.entries.length; ++i)
                    $root.quorumlite.RaftEntry.encode(message.entries[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.commit != null && $Object.hasOwnProperty.call(message, "commit") && (typeof message.commit === "object" ? message.commit.low || message.commit.high : message.commit !== 0))
                writer.uint32(64).uint64(message.commit);
            if (message.reject != null && $Object.hasOwnProperty.call(message, "reject") && message.reject !== false)
                writer.uint32(72).bool(message.reject);
            if (message.rejectHint != null && $Object.hasOwnProperty.call(message, "rejectHint") && (typeof message.rejectHint === "object" ? message.rejectHint.low || message.rejectHint.high : message.rejectHint !== 0))
                writer.uint32(80).uint64(message.rejectHint);
            if (message.context != null && $Object.hasOwnProperty.call(message, "context") && (typeof message.context === "object" ? message.context.low || message.context.high : message.context !== 0))
                writer.uint32(88).uint64(message.context);
            if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                $root.quorumlite.SnapshotMetadata.encode(message.snapshot, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && (typeof message.priority === "object" ? message.priority.low || message.priority.high : message.priority !== 0))
                writer.uint32(104).uint64(message.priority);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RaftMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RaftMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.to = value;
                        else
                            delete message.to;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.logTerm = value;
                        else
                            delete message.logTerm;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.entries && message.entries.length))
                            message.entries = [];
                        message.entries.push($root.quorumlite.RaftEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.commit = value;
                        else
                            delete message.commit;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.reject = value;
                        else
                            delete message.reject;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.rejectHint = value;
                        else
                            delete message.rejectHint;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.context = value;
                        else
                            delete message.context;
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.snapshot = $root.quorumlite.SnapshotMetadata.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.priority = value;
                        else
                            delete message.priority;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RaftMessage;
    })();

    quorumlite.RaftEntry = (function() {

        const RaftEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RaftEntry.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RaftEntry.prototype.type = 0;
        RaftEntry.prototype.data = $util.newBuffer([]);

        RaftEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(8).uint64(message.term);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(16).uint32(message.type);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(26).bytes(message.data);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RaftEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.RaftEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RaftEntry;
    })();

    quorumlite.SnapshotMetadata = (function() {

        const SnapshotMetadata = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotMetadata.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotMetadata.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotMetadata.prototype.confState = null;

        SnapshotMetadata.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                writer.uint32(8).uint64(message.index);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(16).uint64(message.term);
            if (message.confState != null && $Object.hasOwnProperty.call(message, "confState"))
                $root.quorumlite.ConfState.encode(message.confState, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotMetadata.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotMetadata();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.confState = $root.quorumlite.ConfState.decode(reader, reader.size(), $undefined, _depth + 1, message.confState);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotMetadata;
    })();

    quorumlite.ConfState = (function() {

        const ConfState = function (properties) {
            this.voters = [];
            this.learners = [];
            this.votersOutgoing = [];
            this.learnersNext = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ConfState.prototype.voters = $util.emptyArray;
        ConfState.prototype.learners = $util.emptyArray;
        ConfState.prototype.votersOutgoing = $util.emptyArray;
        ConfState.prototype.learnersNext = $util.emptyArray;
        ConfState.prototype.autoLeave = false;

        ConfState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.voters != null && message.voters.length)
                writer.uint32(10).uint64s(message.voters);
            if (message.learners != null && message.learners.length)
                writer.uint32(18).uint64s(message.learners);
            if (message.votersOutgoing != null && message.votersOutgoing.length)
                writer.uint32(26).uint64s(message.votersOutgoing);
            if (message.learnersNext != null && message.learnersNext.length)
                writer.uint32(34).uint64s(message.learnersNext);
            if (message.autoLeave != null && $Object.hasOwnProperty.call(message, "autoLeave") && message.autoLeave !== false)
                writer.uint32(40).bool(message.autoLeave);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ConfState.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.ConfState();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.voters && message.voters.length))
                                message.voters = [];
                            reader.uint64s(message.voters);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.voters && message.voters.length))
                            message.voters = [];
                        message.voters.push(reader.uint64());
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.learners && message.learners.length))
                                message.learners = [];
                            reader.uint64s(message.learners);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.learners && message.learners.length))
                            message.learners = [];
                        message.learners.push(reader.uint64());
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.votersOutgoing && message.votersOutgoing.length))
                                message.votersOutgoing = [];
                            reader.uint64s(message.votersOutgoing);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.votersOutgoing && message.votersOutgoing.length))
                            message.votersOutgoing = [];
                        message.votersOutgoing.push(reader.uint64());
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.learnersNext && message.learnersNext.length))
                                message.learnersNext = [];
                            reader.uint64s(message.learnersNext);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.learnersNext && message.learnersNext.length))
                            message.learnersNext = [];
                        message.learnersNext.push(reader.uint64());
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.autoLeave = value;
                        else
                            delete message.autoLeave;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ConfState;
    })();

    quorumlite.Hello = (function() {

        const Hello = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Hello.prototype.version = 0;
        Hello.prototype.versionMin = 0;
        Hello.prototype.clusterId = $util.newBuffer([]);
        Hello.prototype.nodeId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Hello.prototype.storageId = "";
        Hello.prototype.nonce = $util.newBuffer([]);

        Hello.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(8).uint32(message.version);
            if (message.versionMin != null && $Object.hasOwnProperty.call(message, "versionMin") && message.versionMin !== 0)
                writer.uint32(16).uint32(message.versionMin);
            if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId.length)
                writer.uint32(26).bytes(message.clusterId);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && (typeof message.nodeId === "object" ? message.nodeId.low || message.nodeId.high : message.nodeId !== 0))
                writer.uint32(32).uint64(message.nodeId);
            if (message.storageId != null && $Object.hasOwnProperty.call(message, "storageId") && message.storageId !== "")
                writer.uint32(42).string(message.storageId);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(50).bytes(message.nonce);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Hello.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Hello();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionMin = value;
                        else
                            delete message.versionMin;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.clusterId = value;
                        else
                            delete message.clusterId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.storageId = value;
                        else
                            delete message.storageId;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Hello;
    })();

    quorumlite.Proof = (function() {

        const Proof = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Proof.prototype.mac = $util.newBuffer([]);

        Proof.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                writer.uint32(10).bytes(message.mac);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Proof.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Proof();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Proof;
    })();

    quorumlite.Refusal = (function() {

        const Refusal = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Refusal.prototype.code = "";
        Refusal.prototype.message = "";
        Refusal.prototype.hint = "";

        Refusal.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(18).string(message.message);
            if (message.hint != null && $Object.hasOwnProperty.call(message, "hint") && message.hint !== "")
                writer.uint32(26).string(message.hint);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Refusal.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.Refusal();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.hint = value;
                        else
                            delete message.hint;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Refusal;
    })();

    quorumlite.HandshakeFrame = (function() {

        const HandshakeFrame = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        HandshakeFrame.prototype.hello = null;
        HandshakeFrame.prototype.proof = null;
        HandshakeFrame.prototype.refusal = null;

        let $oneOfFields;

        $Object.defineProperty(HandshakeFrame.prototype, "body", {
            get: $oneOfGetter($oneOfFields = ["hello", "proof", "refusal"]),
            set: $oneOfSetter($oneOfFields)
        });

        HandshakeFrame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                $root.quorumlite.Hello.encode(message.hello, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof"))
                $root.quorumlite.Proof.encode(message.proof, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.quorumlite.Refusal.encode(message.refusal, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        HandshakeFrame.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.HandshakeFrame();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.hello = $root.quorumlite.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                        message.body = "hello";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.proof = $root.quorumlite.Proof.decode(reader, reader.size(), $undefined, _depth + 1, message.proof);
                        message.body = "proof";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.quorumlite.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                        message.body = "refusal";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HandshakeFrame;
    })();

    quorumlite.SnapshotFrame = (function() {

        const SnapshotFrame = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotFrame.prototype.offer = null;
        SnapshotFrame.prototype.want = null;
        SnapshotFrame.prototype.begin = null;
        SnapshotFrame.prototype.pages = null;
        SnapshotFrame.prototype.end = null;
        SnapshotFrame.prototype.answer = null;

        let $oneOfFields;

        $Object.defineProperty(SnapshotFrame.prototype, "body", {
            get: $oneOfGetter($oneOfFields = ["offer", "want", "begin", "pages", "end", "answer"]),
            set: $oneOfSetter($oneOfFields)
        });

        SnapshotFrame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                $root.quorumlite.SnapshotOffer.encode(message.offer, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.want != null && $Object.hasOwnProperty.call(message, "want"))
                $root.quorumlite.SnapshotWant.encode(message.want, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.begin != null && $Object.hasOwnProperty.call(message, "begin"))
                $root.quorumlite.SnapshotBegin.encode(message.begin, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.pages != null && $Object.hasOwnProperty.call(message, "pages"))
                $root.quorumlite.SnapshotPages.encode(message.pages, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.end != null && $Object.hasOwnProperty.call(message, "end"))
                $root.quorumlite.SnapshotEnd.encode(message.end, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                $root.quorumlite.SnapshotAnswer.encode(message.answer, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotFrame.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotFrame();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.offer = $root.quorumlite.SnapshotOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                        message.body = "offer";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.want = $root.quorumlite.SnapshotWant.decode(reader, reader.size(), $undefined, _depth + 1, message.want);
                        message.body = "want";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.begin = $root.quorumlite.SnapshotBegin.decode(reader, reader.size(), $undefined, _depth + 1, message.begin);
                        message.body = "begin";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.pages = $root.quorumlite.SnapshotPages.decode(reader, reader.size(), $undefined, _depth + 1, message.pages);
                        message.body = "pages";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.end = $root.quorumlite.SnapshotEnd.decode(reader, reader.size(), $undefined, _depth + 1, message.end);
                        message.body = "end";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.answer = $root.quorumlite.SnapshotAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.answer);
                        message.body = "answer";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotFrame;
    })();

    quorumlite.SnapshotOffer = (function() {

        const SnapshotOffer = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotOffer.prototype.group = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotOffer.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotOffer.prototype.from = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        SnapshotOffer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.group != null && $Object.hasOwnProperty.call(message, "group") && (typeof message.group === "object" ? message.group.low || message.group.high : message.group !== 0))
                writer.uint32(8).uint64(message.group);
            if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                writer.uint32(16).uint64(message.term);
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                writer.uint32(24).uint64(message.from);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotOffer.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotOffer();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.group = value;
                        else
                            delete message.group;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.term = value;
                        else
                            delete message.term;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotOffer;
    })();

    quorumlite.SnapshotWant = (function() {

        const SnapshotWant = function (properties) {
            this.ranges = [];
            this.codecs = [];
            this.damaged = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotWant.prototype.group = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotWant.prototype.from = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotWant.prototype.ranges = $util.emptyArray;
        SnapshotWant.prototype.restIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotWant.prototype.newestIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotWant.prototype.codecs = $util.emptyArray;
        SnapshotWant.prototype.damaged = $util.emptyArray;

        SnapshotWant.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.group != null && $Object.hasOwnProperty.call(message, "group") && (typeof message.group === "object" ? message.group.low || message.group.high : message.group !== 0))
                writer.uint32(8).uint64(message.group);
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                writer.uint32(16).uint64(message.from);
            if (message.ranges != null && message.ranges.length)
                for (let i = 0; i < message.ranges.length; ++i)
                    $root.quorumlite.CoveredRange.encode(message.ranges[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.restIndex != null && $Object.hasOwnProperty.call(message, "restIndex") && (typeof message.restIndex === "object" ? message.restIndex.low || message.restIndex.high : message.restIndex !== 0))
                writer.uint32(32).uint64(message.restIndex);
            if (message.newestIndex != null && $Object.hasOwnProperty.call(message, "newestIndex") && (typeof message.newestIndex === "object" ? message.newestIndex.low || message.newestIndex.high : message.newestIndex !== 0))
                writer.uint32(40).uint64(message.newestIndex);
            if (message.codecs != null && message.codecs.length)
                writer.uint32(50).uint32s(message.codecs);
            if (message.damaged != null && message.damaged.length)
                for (let i = 0; i < message.damaged.length; ++i)
                    $root.quorumlite.DamagedPages.encode(message.damaged[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotWant.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotWant();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.group = value;
                        else
                            delete message.group;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ranges && message.ranges.length))
                            message.ranges = [];
                        message.ranges.push($root.quorumlite.CoveredRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.restIndex = value;
                        else
                            delete message.restIndex;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.newestIndex = value;
                        else
                            delete message.newestIndex;
                        continue;
                    }
                case 6: {
                        if (wireType === 2) {
                            if (!(message.codecs && message.codecs.length))
                                message.codecs = [];
                            reader.uint32s(message.codecs);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.codecs && message.codecs.length))
                            message.codecs = [];
                        message.codecs.push(reader.uint32());
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.damaged && message.damaged.length))
                            message.damaged = [];
                        message.damaged.push($root.quorumlite.DamagedPages.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotWant;
    })();

    quorumlite.CoveredRange = (function() {

        const CoveredRange = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        CoveredRange.prototype.database = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        CoveredRange.prototype.pgno = 0;
        CoveredRange.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        CoveredRange.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && (typeof message.database === "object" ? message.database.low || message.database.high : message.database !== 0))
                writer.uint32(8).uint64(message.database);
            if (message.pgno != null && $Object.hasOwnProperty.call(message, "pgno") && message.pgno !== 0)
                writer.uint32(16).uint32(message.pgno);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                writer.uint32(24).uint64(message.index);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        CoveredRange.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.CoveredRange();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.pgno = value;
                        else
                            delete message.pgno;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CoveredRange;
    })();

    quorumlite.DamagedPages = (function() {

        const DamagedPages = function (properties) {
            this.pageNumbers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DamagedPages.prototype.database = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        DamagedPages.prototype.pageNumbers = $util.emptyArray;

        DamagedPages.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && (typeof message.database === "object" ? message.database.low || message.database.high : message.database !== 0))
                writer.uint32(8).uint64(message.database);
            if (message.pageNumbers != null && message.pageNumbers.length)
                writer.uint32(18).uint32s(message.pageNumbers);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DamagedPages.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.DamagedPages();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.pageNumbers && message.pageNumbers.length))
                                message.pageNumbers = [];
                            reader.uint32s(message.pageNumbers);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.pageNumbers && message.pageNumbers.length))
                            message.pageNumbers = [];
                        message.pageNumbers.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DamagedPages;
    })();

    quorumlite.SnapshotBegin = (function() {

        const SnapshotBegin = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotBegin.prototype.metadata = null;
        SnapshotBegin.prototype.state = $util.newBuffer([]);
        SnapshotBegin.prototype.pagesTotal = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        SnapshotBegin.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata"))
                $root.quorumlite.SnapshotMetadata.encode(message.metadata, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state.length)
                writer.uint32(18).bytes(message.state);
            if (message.pagesTotal != null && $Object.hasOwnProperty.call(message, "pagesTotal") && (typeof message.pagesTotal === "object" ? message.pagesTotal.low || message.pagesTotal.high : message.pagesTotal !== 0))
                writer.uint32(24).uint64(message.pagesTotal);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotBegin.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotBegin();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.metadata = $root.quorumlite.SnapshotMetadata.decode(reader, reader.size(), $undefined, _depth + 1, message.metadata);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesTotal = value;
                        else
                            delete message.pagesTotal;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotBegin;
    })();

    quorumlite.SnapshotPages = (function() {

        const SnapshotPages = function (properties) {
            this.pageNumbers = [];
            this.changedIndexes = [];
            this.absent = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotPages.prototype.database = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        SnapshotPages.prototype.throughPgno = 0;
        SnapshotPages.prototype.pageNumbers = $util.emptyArray;
        SnapshotPages.prototype.changedIndexes = $util.emptyArray;
        SnapshotPages.prototype.absent = $util.emptyArray;
        SnapshotPages.prototype.hashes = $util.newBuffer([]);
        SnapshotPages.prototype.codec = 0;
        SnapshotPages.prototype.data = $util.newBuffer([]);
        SnapshotPages.prototype.checksum = 0;

        SnapshotPages.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.database != null && $Object.hasOwnProperty.call(message, "database") && (typeof message.database === "object" ? message.database.low || message.database.high : message.database !== 0))
                writer.uint32(8).uint64(message.database);
            if (message.throughPgno != null && $Object.hasOwnProperty.call(message, "throughPgno") && message.throughPgno !== 0)
                writer.uint32(16).uint32(message.throughPgno);
            if (message.pageNumbers != null && message.pageNumbers.length)
                writer.uint32(26).uint32s(message.pageNumbers);
            if (message.changedIndexes != null && message.changedIndexes.length)
                writer.uint32(34).uint64s(message.changedIndexes);
            if (message.absent != null && message.absent.length)
                writer.uint32(42).uint32s(message.absent);
            if (message.hashes != null && $Object.hasOwnProperty.call(message, "hashes") && message.hashes.length)
                writer.uint32(50).bytes(message.hashes);
            if (message.codec != null && $Object.hasOwnProperty.call(message, "codec") && message.codec !== 0)
                writer.uint32(56).uint32(message.codec);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(66).bytes(message.data);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum !== 0)
                writer.uint32(72).uint32(message.checksum);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotPages.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotPages();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.database = value;
                        else
                            delete message.database;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.throughPgno = value;
                        else
                            delete message.throughPgno;
                        continue;
                    }
                case 3: {
                        if (wireType === 2) {
                            if (!(message.pageNumbers && message.pageNumbers.length))
                                message.pageNumbers = [];
                            reader.uint32s(message.pageNumbers);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.pageNumbers && message.pageNumbers.length))
                            message.pageNumbers = [];
                        message.pageNumbers.push(reader.uint32());
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.changedIndexes && message.changedIndexes.length))
                                message.changedIndexes = [];
                            reader.uint64s(message.changedIndexes);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.changedIndexes && message.changedIndexes.length))
                            message.changedIndexes = [];
                        message.changedIndexes.push(reader.uint64());
                        continue;
                    }
                case 5: {
                        if (wireType === 2) {
                            if (!(message.absent && message.absent.length))
                                message.absent = [];
                            reader.uint32s(message.absent);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.absent && message.absent.length))
                            message.absent = [];
                        message.absent.push(reader.uint32());
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.hashes = value;
                        else
                            delete message.hashes;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.codec = value;
                        else
                            delete message.codec;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotPages;
    })();

    quorumlite.SnapshotEnd = (function() {

        const SnapshotEnd = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotEnd.prototype.pagesSent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        SnapshotEnd.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.pagesSent != null && $Object.hasOwnProperty.call(message, "pagesSent") && (typeof message.pagesSent === "object" ? message.pagesSent.low || message.pagesSent.high : message.pagesSent !== 0))
                writer.uint32(8).uint64(message.pagesSent);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotEnd.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotEnd();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.pagesSent = value;
                        else
                            delete message.pagesSent;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotEnd;
    })();

    quorumlite.SnapshotAnswer = (function() {

        const SnapshotAnswer = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SnapshotAnswer.prototype.accepted = false;
        SnapshotAnswer.prototype.reason = "";
        SnapshotAnswer.prototype.newestIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        SnapshotAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted") && message.accepted !== false)
                writer.uint32(8).bool(message.accepted);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(18).string(message.reason);
            if (message.newestIndex != null && $Object.hasOwnProperty.call(message, "newestIndex") && (typeof message.newestIndex === "object" ? message.newestIndex.low || message.newestIndex.high : message.newestIndex !== 0))
                writer.uint32(24).uint64(message.newestIndex);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SnapshotAnswer.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.quorumlite.SnapshotAnswer();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.accepted = value;
                        else
                            delete message.accepted;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.newestIndex = value;
                        else
                            delete message.newestIndex;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SnapshotAnswer;
    })();

    return quorumlite;
})();

export {
  $root as default
};
