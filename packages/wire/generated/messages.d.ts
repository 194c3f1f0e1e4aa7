import * as $protobuf from "protobufjs/minimal.js";

/** Namespace quorumlite. */
export namespace quorumlite {

    /**
     * Properties of a Position.
     * @deprecated Use quorumlite.Position.$Properties instead.
     */
    interface IPosition extends quorumlite.Position.$Properties {
    }

    /** Represents a Position. */
    class Position {

        /**
         * Constructs a new Position.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Position.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Position group. */
        group: number;

        /** Position historyId. */
        historyId: Uint8Array;

        /** Position index. */
        index: number;

        /**
         * Encodes the specified Position message. Does not implicitly {@link quorumlite.Position.verify|verify} messages.
         * @param message Position message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Position.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Position message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Position & quorumlite.Position.$Shape} Position
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Position & quorumlite.Position.$Shape;
    }

    namespace Position {

        /** Properties of a Position. */
        interface $Properties {

            /** Position group */
            group?: (number|null|undefined);

            /** Position historyId */
            historyId?: (Uint8Array|null|undefined);

            /** Position index */
            index?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Position. */
        type $Shape = quorumlite.Position.$Properties;
    }

    /**
     * Properties of a Parameters.
     * @deprecated Use quorumlite.Parameters.$Properties instead.
     */
    interface IParameters extends quorumlite.Parameters.$Properties {
    }

    /** Represents a Parameters. */
    class Parameters {

        /**
         * Constructs a new Parameters.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Parameters.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Parameters cells. */
        cells: Uint8Array;

        /** Parameters names. */
        names: string[];

        /**
         * Encodes the specified Parameters message. Does not implicitly {@link quorumlite.Parameters.verify|verify} messages.
         * @param message Parameters message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Parameters.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Parameters message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Parameters & quorumlite.Parameters.$Shape} Parameters
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Parameters & quorumlite.Parameters.$Shape;
    }

    namespace Parameters {

        /** Properties of a Parameters. */
        interface $Properties {

            /** Parameters cells */
            cells?: (Uint8Array|null|undefined);

            /** Parameters names */
            names?: (readonly string[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Parameters. */
        type $Shape = quorumlite.Parameters.$Properties;
    }

    /**
     * Properties of a Statement.
     * @deprecated Use quorumlite.Statement.$Properties instead.
     */
    interface IStatement extends quorumlite.Statement.$Properties {
    }

    /** Represents a Statement. */
    class Statement {

        /**
         * Constructs a new Statement.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Statement.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Statement sql. */
        sql: string;

        /** Statement parameters. */
        parameters?: (quorumlite.Parameters.$Properties|null|undefined);

        /**
         * Encodes the specified Statement message. Does not implicitly {@link quorumlite.Statement.verify|verify} messages.
         * @param message Statement message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Statement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Statement message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Statement & quorumlite.Statement.$Shape} Statement
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Statement & quorumlite.Statement.$Shape;
    }

    namespace Statement {

        /** Properties of a Statement. */
        interface $Properties {

            /** Statement sql */
            sql?: (string|null|undefined);

            /** Statement parameters */
            parameters?: (quorumlite.Parameters.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Statement. */
        type $Shape = quorumlite.Statement.$Properties;
    }

    /**
     * Properties of a ClientRequest.
     * @deprecated Use quorumlite.ClientRequest.$Properties instead.
     */
    interface IClientRequest extends quorumlite.ClientRequest.$Properties {
    }

    /** Represents a ClientRequest. */
    class ClientRequest {

        /**
         * Constructs a new ClientRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ClientRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ClientRequest id. */
        id: number;

        /** ClientRequest group. */
        group: number;

        /** ClientRequest timeoutMs. */
        timeoutMs: number;

        /** ClientRequest openSession. */
        openSession?: (quorumlite.OpenSession.$Properties|null|undefined);

        /** ClientRequest keepSessions. */
        keepSessions?: (quorumlite.KeepSessions.$Properties|null|undefined);

        /** ClientRequest closeSession. */
        closeSession?: (quorumlite.CloseSession.$Properties|null|undefined);

        /** ClientRequest write. */
        write?: (quorumlite.WriteRequest.$Properties|null|undefined);

        /** ClientRequest query. */
        query?: (quorumlite.QueryRequest.$Properties|null|undefined);

        /** ClientRequest begin. */
        begin?: (quorumlite.BeginRequest.$Properties|null|undefined);

        /** ClientRequest step. */
        step?: (quorumlite.StepRequest.$Properties|null|undefined);

        /** ClientRequest commit. */
        commit?: (quorumlite.CommitRequest.$Properties|null|undefined);

        /** ClientRequest rollback. */
        rollback?: (quorumlite.RollbackRequest.$Properties|null|undefined);

        /** ClientRequest outcome. */
        outcome?: (quorumlite.OutcomeRequest.$Properties|null|undefined);

        /** ClientRequest cancel. */
        cancel?: (quorumlite.CancelRequest.$Properties|null|undefined);

        /** ClientRequest listDatabases. */
        listDatabases?: (quorumlite.ListDatabasesRequest.$Properties|null|undefined);

        /** ClientRequest status. */
        status?: (quorumlite.StatusRequest.$Properties|null|undefined);

        /** ClientRequest join. */
        join?: (quorumlite.JoinRequest.$Properties|null|undefined);

        /** ClientRequest changeRole. */
        changeRole?: (quorumlite.ChangeRoleRequest.$Properties|null|undefined);

        /** ClientRequest removeNode. */
        removeNode?: (quorumlite.RemoveNodeRequest.$Properties|null|undefined);

        /** ClientRequest transferLeadership. */
        transferLeadership?: (quorumlite.TransferLeadershipRequest.$Properties|null|undefined);

        /** ClientRequest importChunk. */
        importChunk?: (quorumlite.ImportChunk.$Properties|null|undefined);

        /** ClientRequest waitFor. */
        waitFor?: (quorumlite.WaitForRequest.$Properties|null|undefined);

        /** ClientRequest export. */
        export?: (quorumlite.ExportRequest.$Properties|null|undefined);

        /** ClientRequest takePieces. */
        takePieces?: (quorumlite.TakePiecesRequest.$Properties|null|undefined);

        /** ClientRequest body. */
        body?: ("openSession"|"keepSessions"|"closeSession"|"write"|"query"|"begin"|"step"|"commit"|"rollback"|"outcome"|"cancel"|"listDatabases"|"status"|"join"|"changeRole"|"removeNode"|"transferLeadership"|"importChunk"|"waitFor"|"export"|"takePieces");

        /**
         * Encodes the specified ClientRequest message. Does not implicitly {@link quorumlite.ClientRequest.verify|verify} messages.
         * @param message ClientRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ClientRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ClientRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ClientRequest & quorumlite.ClientRequest.$Shape} ClientRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ClientRequest & quorumlite.ClientRequest.$Shape;
    }

    namespace ClientRequest {

        /** Properties of a ClientRequest. */
        interface $Properties {

            /** ClientRequest id */
            id?: (number|null|undefined);

            /** ClientRequest group */
            group?: (number|null|undefined);

            /** ClientRequest timeoutMs */
            timeoutMs?: (number|null|undefined);

            /** ClientRequest openSession */
            openSession?: (quorumlite.OpenSession.$Properties|null|undefined);

            /** ClientRequest keepSessions */
            keepSessions?: (quorumlite.KeepSessions.$Properties|null|undefined);

            /** ClientRequest closeSession */
            closeSession?: (quorumlite.CloseSession.$Properties|null|undefined);

            /** ClientRequest write */
            write?: (quorumlite.WriteRequest.$Properties|null|undefined);

            /** ClientRequest query */
            query?: (quorumlite.QueryRequest.$Properties|null|undefined);

            /** ClientRequest begin */
            begin?: (quorumlite.BeginRequest.$Properties|null|undefined);

            /** ClientRequest step */
            step?: (quorumlite.StepRequest.$Properties|null|undefined);

            /** ClientRequest commit */
            commit?: (quorumlite.CommitRequest.$Properties|null|undefined);

            /** ClientRequest rollback */
            rollback?: (quorumlite.RollbackRequest.$Properties|null|undefined);

            /** ClientRequest outcome */
            outcome?: (quorumlite.OutcomeRequest.$Properties|null|undefined);

            /** ClientRequest cancel */
            cancel?: (quorumlite.CancelRequest.$Properties|null|undefined);

            /** ClientRequest listDatabases */
            listDatabases?: (quorumlite.ListDatabasesRequest.$Properties|null|undefined);

            /** ClientRequest status */
            status?: (quorumlite.StatusRequest.$Properties|null|undefined);

            /** ClientRequest join */
            join?: (quorumlite.JoinRequest.$Properties|null|undefined);

            /** ClientRequest changeRole */
            changeRole?: (quorumlite.ChangeRoleRequest.$Properties|null|undefined);

            /** ClientRequest removeNode */
            removeNode?: (quorumlite.RemoveNodeRequest.$Properties|null|undefined);

            /** ClientRequest transferLeadership */
            transferLeadership?: (quorumlite.TransferLeadershipRequest.$Properties|null|undefined);

            /** ClientRequest importChunk */
            importChunk?: (quorumlite.ImportChunk.$Properties|null|undefined);

            /** ClientRequest waitFor */
            waitFor?: (quorumlite.WaitForRequest.$Properties|null|undefined);

            /** ClientRequest export */
            "export"?: (quorumlite.ExportRequest.$Properties|null);

            /** ClientRequest takePieces */
            takePieces?: (quorumlite.TakePiecesRequest.$Properties|null|undefined);

            /** ClientRequest body */
            body?: ("openSession"|"keepSessions"|"closeSession"|"write"|"query"|"begin"|"step"|"commit"|"rollback"|"outcome"|"cancel"|"listDatabases"|"status"|"join"|"changeRole"|"removeNode"|"transferLeadership"|"importChunk"|"waitFor"|"export"|"takePieces");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a ClientRequest. */
        type $Shape = {
          id?: number|null;
          group?: number|null;
          timeoutMs?: number|null;
          openSession?: quorumlite.OpenSession.$Shape|null;
          keepSessions?: quorumlite.KeepSessions.$Shape|null;
          closeSession?: quorumlite.CloseSession.$Shape|null;
          write?: quorumlite.WriteRequest.$Shape|null;
          query?: quorumlite.QueryRequest.$Shape|null;
          begin?: quorumlite.BeginRequest.$Shape|null;
          step?: quorumlite.StepRequest.$Shape|null;
          commit?: quorumlite.CommitRequest.$Shape|null;
          rollback?: quorumlite.RollbackRequest.$Shape|null;
          outcome?: quorumlite.OutcomeRequest.$Shape|null;
          cancel?: quorumlite.CancelRequest.$Shape|null;
          listDatabases?: quorumlite.ListDatabasesRequest.$Shape|null;
          status?: quorumlite.StatusRequest.$Shape|null;
          join?: quorumlite.JoinRequest.$Shape|null;
          changeRole?: quorumlite.ChangeRoleRequest.$Shape|null;
          removeNode?: quorumlite.RemoveNodeRequest.$Shape|null;
          transferLeadership?: quorumlite.TransferLeadershipRequest.$Shape|null;
          importChunk?: quorumlite.ImportChunk.$Shape|null;
          waitFor?: quorumlite.WaitForRequest.$Shape|null;
          "export"?: quorumlite.ExportRequest.$Shape|null;
          takePieces?: quorumlite.TakePiecesRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "openSession"; openSession: quorumlite.OpenSession.$Shape; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "keepSessions"; openSession?: null; keepSessions: quorumlite.KeepSessions.$Shape; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "closeSession"; openSession?: null; keepSessions?: null; closeSession: quorumlite.CloseSession.$Shape; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "write"; openSession?: null; keepSessions?: null; closeSession?: null; write: quorumlite.WriteRequest.$Shape; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "query"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query: quorumlite.QueryRequest.$Shape; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "begin"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin: quorumlite.BeginRequest.$Shape; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "step"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step: quorumlite.StepRequest.$Shape; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "commit"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit: quorumlite.CommitRequest.$Shape; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "rollback"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback: quorumlite.RollbackRequest.$Shape; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "outcome"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome: quorumlite.OutcomeRequest.$Shape; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "cancel"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel: quorumlite.CancelRequest.$Shape; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "listDatabases"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases: quorumlite.ListDatabasesRequest.$Shape; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "status"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status: quorumlite.StatusRequest.$Shape; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "join"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join: quorumlite.JoinRequest.$Shape; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "changeRole"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole: quorumlite.ChangeRoleRequest.$Shape; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "removeNode"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode: quorumlite.RemoveNodeRequest.$Shape; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "transferLeadership"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership: quorumlite.TransferLeadershipRequest.$Shape; importChunk?: null; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "importChunk"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk: quorumlite.ImportChunk.$Shape; waitFor?: null; "export"?: null; takePieces?: null }|{ body?: "waitFor"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor: quorumlite.WaitForRequest.$Shape; "export"?: null; takePieces?: null }|{ body?: "export"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export": quorumlite.ExportRequest.$Shape; takePieces?: null }|{ body?: "takePieces"; openSession?: null; keepSessions?: null; closeSession?: null; write?: null; query?: null; begin?: null; step?: null; commit?: null; rollback?: null; outcome?: null; cancel?: null; listDatabases?: null; status?: null; join?: null; changeRole?: null; removeNode?: null; transferLeadership?: null; importChunk?: null; waitFor?: null; "export"?: null; takePieces: quorumlite.TakePiecesRequest.$Shape })
        );
    }

    /**
     * Properties of a WriteRequest.
     * @deprecated Use quorumlite.WriteRequest.$Properties instead.
     */
    interface IWriteRequest extends quorumlite.WriteRequest.$Properties {
    }

    /** Represents a WriteRequest. */
    class WriteRequest {

        /**
         * Constructs a new WriteRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.WriteRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WriteRequest request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /** WriteRequest execute. */
        execute?: (quorumlite.ExecuteBatch.$Properties|null|undefined);

        /** WriteRequest createDatabase. */
        createDatabase?: (quorumlite.CreateDatabaseRequest.$Properties|null|undefined);

        /** WriteRequest dropDatabase. */
        dropDatabase?: (quorumlite.DropDatabaseRequest.$Properties|null|undefined);

        /** WriteRequest import. */
        import?: (quorumlite.ImportRequest.$Properties|null|undefined);

        /** WriteRequest copyDatabase. */
        copyDatabase?: (quorumlite.CopyDatabaseRequest.$Properties|null|undefined);

        /** WriteRequest executeUploaded. */
        executeUploaded?: (quorumlite.UploadedBatch.$Properties|null|undefined);

        /** WriteRequest setSizeLimit. */
        setSizeLimit?: (quorumlite.SetSizeLimitRequest.$Properties|null|undefined);

        /** WriteRequest operation. */
        operation?: ("execute"|"createDatabase"|"dropDatabase"|"import"|"copyDatabase"|"executeUploaded"|"setSizeLimit");

        /**
         * Encodes the specified WriteRequest message. Does not implicitly {@link quorumlite.WriteRequest.verify|verify} messages.
         * @param message WriteRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.WriteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WriteRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.WriteRequest & quorumlite.WriteRequest.$Shape} WriteRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.WriteRequest & quorumlite.WriteRequest.$Shape;
    }

    namespace WriteRequest {

        /** Properties of a WriteRequest. */
        interface $Properties {

            /** WriteRequest request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** WriteRequest execute */
            execute?: (quorumlite.ExecuteBatch.$Properties|null|undefined);

            /** WriteRequest createDatabase */
            createDatabase?: (quorumlite.CreateDatabaseRequest.$Properties|null|undefined);

            /** WriteRequest dropDatabase */
            dropDatabase?: (quorumlite.DropDatabaseRequest.$Properties|null|undefined);

            /** WriteRequest import */
            "import"?: (quorumlite.ImportRequest.$Properties|null);

            /** WriteRequest copyDatabase */
            copyDatabase?: (quorumlite.CopyDatabaseRequest.$Properties|null|undefined);

            /** WriteRequest executeUploaded */
            executeUploaded?: (quorumlite.UploadedBatch.$Properties|null|undefined);

            /** WriteRequest setSizeLimit */
            setSizeLimit?: (quorumlite.SetSizeLimitRequest.$Properties|null|undefined);

            /** WriteRequest operation */
            operation?: ("execute"|"createDatabase"|"dropDatabase"|"import"|"copyDatabase"|"executeUploaded"|"setSizeLimit");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a WriteRequest. */
        type $Shape = {
          request?: quorumlite.RequestKey.$Shape|null;
          execute?: quorumlite.ExecuteBatch.$Shape|null;
          createDatabase?: quorumlite.CreateDatabaseRequest.$Shape|null;
          dropDatabase?: quorumlite.DropDatabaseRequest.$Shape|null;
          "import"?: quorumlite.ImportRequest.$Shape|null;
          copyDatabase?: quorumlite.CopyDatabaseRequest.$Shape|null;
          executeUploaded?: quorumlite.UploadedBatch.$Shape|null;
          setSizeLimit?: quorumlite.SetSizeLimitRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ operation?: undefined; execute?: null; createDatabase?: null; dropDatabase?: null; "import"?: null; copyDatabase?: null; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "execute"; execute: quorumlite.ExecuteBatch.$Shape; createDatabase?: null; dropDatabase?: null; "import"?: null; copyDatabase?: null; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "createDatabase"; execute?: null; createDatabase: quorumlite.CreateDatabaseRequest.$Shape; dropDatabase?: null; "import"?: null; copyDatabase?: null; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "dropDatabase"; execute?: null; createDatabase?: null; dropDatabase: quorumlite.DropDatabaseRequest.$Shape; "import"?: null; copyDatabase?: null; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "import"; execute?: null; createDatabase?: null; dropDatabase?: null; "import": quorumlite.ImportRequest.$Shape; copyDatabase?: null; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "copyDatabase"; execute?: null; createDatabase?: null; dropDatabase?: null; "import"?: null; copyDatabase: quorumlite.CopyDatabaseRequest.$Shape; executeUploaded?: null; setSizeLimit?: null }|{ operation?: "executeUploaded"; execute?: null; createDatabase?: null; dropDatabase?: null; "import"?: null; copyDatabase?: null; executeUploaded: quorumlite.UploadedBatch.$Shape; setSizeLimit?: null }|{ operation?: "setSizeLimit"; execute?: null; createDatabase?: null; dropDatabase?: null; "import"?: null; copyDatabase?: null; executeUploaded?: null; setSizeLimit: quorumlite.SetSizeLimitRequest.$Shape })
        );
    }

    /**
     * Properties of an UploadedBatch.
     * @deprecated Use quorumlite.UploadedBatch.$Properties instead.
     */
    interface IUploadedBatch extends quorumlite.UploadedBatch.$Properties {
    }

    /** Represents an UploadedBatch. */
    class UploadedBatch {

        /**
         * Constructs a new UploadedBatch.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.UploadedBatch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UploadedBatch upload. */
        upload: number;

        /**
         * Encodes the specified UploadedBatch message. Does not implicitly {@link quorumlite.UploadedBatch.verify|verify} messages.
         * @param message UploadedBatch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.UploadedBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UploadedBatch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.UploadedBatch & quorumlite.UploadedBatch.$Shape} UploadedBatch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.UploadedBatch & quorumlite.UploadedBatch.$Shape;
    }

    namespace UploadedBatch {

        /** Properties of an UploadedBatch. */
        interface $Properties {

            /** UploadedBatch upload */
            upload?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UploadedBatch. */
        type $Shape = quorumlite.UploadedBatch.$Properties;
    }

    /**
     * Properties of an ExecuteBatch.
     * @deprecated Use quorumlite.ExecuteBatch.$Properties instead.
     */
    interface IExecuteBatch extends quorumlite.ExecuteBatch.$Properties {
    }

    /** Represents an ExecuteBatch. */
    class ExecuteBatch {

        /**
         * Constructs a new ExecuteBatch.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ExecuteBatch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ExecuteBatch database. */
        database: string;

        /** ExecuteBatch statements. */
        statements: quorumlite.Statement.$Properties[];

        /** ExecuteBatch foreignKeysOff. */
        foreignKeysOff: boolean;

        /**
         * Encodes the specified ExecuteBatch message. Does not implicitly {@link quorumlite.ExecuteBatch.verify|verify} messages.
         * @param message ExecuteBatch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ExecuteBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ExecuteBatch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ExecuteBatch & quorumlite.ExecuteBatch.$Shape} ExecuteBatch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ExecuteBatch & quorumlite.ExecuteBatch.$Shape;
    }

    namespace ExecuteBatch {

        /** Properties of an ExecuteBatch. */
        interface $Properties {

            /** ExecuteBatch database */
            database?: (string|null|undefined);

            /** ExecuteBatch statements */
            statements?: (readonly quorumlite.Statement.$Properties[]|null|undefined);

            /** ExecuteBatch foreignKeysOff */
            foreignKeysOff?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ExecuteBatch. */
        type $Shape = quorumlite.ExecuteBatch.$Properties;
    }

    /**
     * Properties of a CreateDatabaseRequest.
     * @deprecated Use quorumlite.CreateDatabaseRequest.$Properties instead.
     */
    interface ICreateDatabaseRequest extends quorumlite.CreateDatabaseRequest.$Properties {
    }

    /** Represents a CreateDatabaseRequest. */
    class CreateDatabaseRequest {

        /**
         * Constructs a new CreateDatabaseRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CreateDatabaseRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CreateDatabaseRequest name. */
        name: string;

        /** CreateDatabaseRequest ifNotExists. */
        ifNotExists: boolean;

        /**
         * Encodes the specified CreateDatabaseRequest message. Does not implicitly {@link quorumlite.CreateDatabaseRequest.verify|verify} messages.
         * @param message CreateDatabaseRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CreateDatabaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CreateDatabaseRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CreateDatabaseRequest & quorumlite.CreateDatabaseRequest.$Shape} CreateDatabaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CreateDatabaseRequest & quorumlite.CreateDatabaseRequest.$Shape;
    }

    namespace CreateDatabaseRequest {

        /** Properties of a CreateDatabaseRequest. */
        interface $Properties {

            /** CreateDatabaseRequest name */
            name?: (string|null|undefined);

            /** CreateDatabaseRequest ifNotExists */
            ifNotExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CreateDatabaseRequest. */
        type $Shape = quorumlite.CreateDatabaseRequest.$Properties;
    }

    /**
     * Properties of a DropDatabaseRequest.
     * @deprecated Use quorumlite.DropDatabaseRequest.$Properties instead.
     */
    interface IDropDatabaseRequest extends quorumlite.DropDatabaseRequest.$Properties {
    }

    /** Represents a DropDatabaseRequest. */
    class DropDatabaseRequest {

        /**
         * Constructs a new DropDatabaseRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.DropDatabaseRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DropDatabaseRequest name. */
        name: string;

        /** DropDatabaseRequest ifExists. */
        ifExists: boolean;

        /**
         * Encodes the specified DropDatabaseRequest message. Does not implicitly {@link quorumlite.DropDatabaseRequest.verify|verify} messages.
         * @param message DropDatabaseRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.DropDatabaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DropDatabaseRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.DropDatabaseRequest & quorumlite.DropDatabaseRequest.$Shape} DropDatabaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.DropDatabaseRequest & quorumlite.DropDatabaseRequest.$Shape;
    }

    namespace DropDatabaseRequest {

        /** Properties of a DropDatabaseRequest. */
        interface $Properties {

            /** DropDatabaseRequest name */
            name?: (string|null|undefined);

            /** DropDatabaseRequest ifExists */
            ifExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DropDatabaseRequest. */
        type $Shape = quorumlite.DropDatabaseRequest.$Properties;
    }

    /**
     * Properties of a CopyDatabaseRequest.
     * @deprecated Use quorumlite.CopyDatabaseRequest.$Properties instead.
     */
    interface ICopyDatabaseRequest extends quorumlite.CopyDatabaseRequest.$Properties {
    }

    /** Represents a CopyDatabaseRequest. */
    class CopyDatabaseRequest {

        /**
         * Constructs a new CopyDatabaseRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CopyDatabaseRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CopyDatabaseRequest source. */
        source: string;

        /** CopyDatabaseRequest name. */
        name: string;

        /** CopyDatabaseRequest ifNotExists. */
        ifNotExists: boolean;

        /**
         * Encodes the specified CopyDatabaseRequest message. Does not implicitly {@link quorumlite.CopyDatabaseRequest.verify|verify} messages.
         * @param message CopyDatabaseRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CopyDatabaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CopyDatabaseRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CopyDatabaseRequest & quorumlite.CopyDatabaseRequest.$Shape} CopyDatabaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CopyDatabaseRequest & quorumlite.CopyDatabaseRequest.$Shape;
    }

    namespace CopyDatabaseRequest {

        /** Properties of a CopyDatabaseRequest. */
        interface $Properties {

            /** CopyDatabaseRequest source */
            source?: (string|null|undefined);

            /** CopyDatabaseRequest name */
            name?: (string|null|undefined);

            /** CopyDatabaseRequest ifNotExists */
            ifNotExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CopyDatabaseRequest. */
        type $Shape = quorumlite.CopyDatabaseRequest.$Properties;
    }

    /**
     * Properties of a SetSizeLimitRequest.
     * @deprecated Use quorumlite.SetSizeLimitRequest.$Properties instead.
     */
    interface ISetSizeLimitRequest extends quorumlite.SetSizeLimitRequest.$Properties {
    }

    /** Represents a SetSizeLimitRequest. */
    class SetSizeLimitRequest {

        /**
         * Constructs a new SetSizeLimitRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SetSizeLimitRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetSizeLimitRequest database. */
        database: string;

        /** SetSizeLimitRequest pagesMax. */
        pagesMax: number;

        /**
         * Encodes the specified SetSizeLimitRequest message. Does not implicitly {@link quorumlite.SetSizeLimitRequest.verify|verify} messages.
         * @param message SetSizeLimitRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SetSizeLimitRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetSizeLimitRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SetSizeLimitRequest & quorumlite.SetSizeLimitRequest.$Shape} SetSizeLimitRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SetSizeLimitRequest & quorumlite.SetSizeLimitRequest.$Shape;
    }

    namespace SetSizeLimitRequest {

        /** Properties of a SetSizeLimitRequest. */
        interface $Properties {

            /** SetSizeLimitRequest database */
            database?: (string|null|undefined);

            /** SetSizeLimitRequest pagesMax */
            pagesMax?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetSizeLimitRequest. */
        type $Shape = quorumlite.SetSizeLimitRequest.$Properties;
    }

    /**
     * Properties of an ImportRequest.
     * @deprecated Use quorumlite.ImportRequest.$Properties instead.
     */
    interface IImportRequest extends quorumlite.ImportRequest.$Properties {
    }

    /** Represents an ImportRequest. */
    class ImportRequest {

        /**
         * Constructs a new ImportRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ImportRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ImportRequest database. */
        database: string;

        /** ImportRequest upload. */
        upload: number;

        /** ImportRequest create. */
        create: boolean;

        /**
         * Encodes the specified ImportRequest message. Does not implicitly {@link quorumlite.ImportRequest.verify|verify} messages.
         * @param message ImportRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ImportRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ImportRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ImportRequest & quorumlite.ImportRequest.$Shape} ImportRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ImportRequest & quorumlite.ImportRequest.$Shape;
    }

    namespace ImportRequest {

        /** Properties of an ImportRequest. */
        interface $Properties {

            /** ImportRequest database */
            database?: (string|null|undefined);

            /** ImportRequest upload */
            upload?: (number|null|undefined);

            /** ImportRequest create */
            create?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ImportRequest. */
        type $Shape = quorumlite.ImportRequest.$Properties;
    }

    /**
     * Properties of an ImportChunk.
     * @deprecated Use quorumlite.ImportChunk.$Properties instead.
     */
    interface IImportChunk extends quorumlite.ImportChunk.$Properties {
    }

    /** Represents an ImportChunk. */
    class ImportChunk {

        /**
         * Constructs a new ImportChunk.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ImportChunk.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ImportChunk upload. */
        upload: number;

        /** ImportChunk offset. */
        offset: number;

        /** ImportChunk data. */
        data: Uint8Array;

        /**
         * Encodes the specified ImportChunk message. Does not implicitly {@link quorumlite.ImportChunk.verify|verify} messages.
         * @param message ImportChunk message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ImportChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ImportChunk message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ImportChunk & quorumlite.ImportChunk.$Shape} ImportChunk
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ImportChunk & quorumlite.ImportChunk.$Shape;
    }

    namespace ImportChunk {

        /** Properties of an ImportChunk. */
        interface $Properties {

            /** ImportChunk upload */
            upload?: (number|null|undefined);

            /** ImportChunk offset */
            offset?: (number|null|undefined);

            /** ImportChunk data */
            data?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ImportChunk. */
        type $Shape = quorumlite.ImportChunk.$Properties;
    }

    /** Consistency enum. */
    enum Consistency {

        /** LINEARIZABLE value */
        LINEARIZABLE = 0,

        /** SESSION value */
        SESSION = 1,

        /** STALE value */
        STALE = 2
    }

    /**
     * Properties of a QueryRequest.
     * @deprecated Use quorumlite.QueryRequest.$Properties instead.
     */
    interface IQueryRequest extends quorumlite.QueryRequest.$Properties {
    }

    /** Represents a QueryRequest. */
    class QueryRequest {

        /**
         * Constructs a new QueryRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.QueryRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** QueryRequest database. */
        database: string;

        /** QueryRequest statement. */
        statement?: (quorumlite.Statement.$Properties|null|undefined);

        /** QueryRequest consistency. */
        consistency: quorumlite.Consistency;

        /** QueryRequest minimum. */
        minimum?: (quorumlite.Position.$Properties|null|undefined);

        /** QueryRequest stalenessMaxMs. */
        stalenessMaxMs: number;

        /** QueryRequest window. */
        window: number;

        /**
         * Encodes the specified QueryRequest message. Does not implicitly {@link quorumlite.QueryRequest.verify|verify} messages.
         * @param message QueryRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.QueryRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a QueryRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.QueryRequest & quorumlite.QueryRequest.$Shape} QueryRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.QueryRequest & quorumlite.QueryRequest.$Shape;
    }

    namespace QueryRequest {

        /** Properties of a QueryRequest. */
        interface $Properties {

            /** QueryRequest database */
            database?: (string|null|undefined);

            /** QueryRequest statement */
            statement?: (quorumlite.Statement.$Properties|null|undefined);

            /** QueryRequest consistency */
            consistency?: (quorumlite.Consistency|null|undefined);

            /** QueryRequest minimum */
            minimum?: (quorumlite.Position.$Properties|null|undefined);

            /** QueryRequest stalenessMaxMs */
            stalenessMaxMs?: (number|null|undefined);

            /** QueryRequest window */
            window?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a QueryRequest. */
        type $Shape = quorumlite.QueryRequest.$Properties;
    }

    /**
     * Properties of an ExportRequest.
     * @deprecated Use quorumlite.ExportRequest.$Properties instead.
     */
    interface IExportRequest extends quorumlite.ExportRequest.$Properties {
    }

    /** Represents an ExportRequest. */
    class ExportRequest {

        /**
         * Constructs a new ExportRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ExportRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ExportRequest database. */
        database: string;

        /** ExportRequest consistency. */
        consistency: quorumlite.Consistency;

        /** ExportRequest minimum. */
        minimum?: (quorumlite.Position.$Properties|null|undefined);

        /** ExportRequest stalenessMaxMs. */
        stalenessMaxMs: number;

        /** ExportRequest window. */
        window: number;

        /**
         * Encodes the specified ExportRequest message. Does not implicitly {@link quorumlite.ExportRequest.verify|verify} messages.
         * @param message ExportRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ExportRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ExportRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ExportRequest & quorumlite.ExportRequest.$Shape} ExportRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ExportRequest & quorumlite.ExportRequest.$Shape;
    }

    namespace ExportRequest {

        /** Properties of an ExportRequest. */
        interface $Properties {

            /** ExportRequest database */
            database?: (string|null|undefined);

            /** ExportRequest consistency */
            consistency?: (quorumlite.Consistency|null|undefined);

            /** ExportRequest minimum */
            minimum?: (quorumlite.Position.$Properties|null|undefined);

            /** ExportRequest stalenessMaxMs */
            stalenessMaxMs?: (number|null|undefined);

            /** ExportRequest window */
            window?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ExportRequest. */
        type $Shape = quorumlite.ExportRequest.$Properties;
    }

    /**
     * Properties of a TakePiecesRequest.
     * @deprecated Use quorumlite.TakePiecesRequest.$Properties instead.
     */
    interface ITakePiecesRequest extends quorumlite.TakePiecesRequest.$Properties {
    }

    /** Represents a TakePiecesRequest. */
    class TakePiecesRequest {

        /**
         * Constructs a new TakePiecesRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.TakePiecesRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TakePiecesRequest requestId. */
        requestId: number;

        /** TakePiecesRequest pieces. */
        pieces: number;

        /**
         * Encodes the specified TakePiecesRequest message. Does not implicitly {@link quorumlite.TakePiecesRequest.verify|verify} messages.
         * @param message TakePiecesRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.TakePiecesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TakePiecesRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.TakePiecesRequest & quorumlite.TakePiecesRequest.$Shape} TakePiecesRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.TakePiecesRequest & quorumlite.TakePiecesRequest.$Shape;
    }

    namespace TakePiecesRequest {

        /** Properties of a TakePiecesRequest. */
        interface $Properties {

            /** TakePiecesRequest requestId */
            requestId?: (number|null|undefined);

            /** TakePiecesRequest pieces */
            pieces?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TakePiecesRequest. */
        type $Shape = quorumlite.TakePiecesRequest.$Properties;
    }

    /**
     * Properties of a BeginRequest.
     * @deprecated Use quorumlite.BeginRequest.$Properties instead.
     */
    interface IBeginRequest extends quorumlite.BeginRequest.$Properties {
    }

    /** Represents a BeginRequest. */
    class BeginRequest {

        /**
         * Constructs a new BeginRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.BeginRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BeginRequest database. */
        database: string;

        /** BeginRequest readOnly. */
        readOnly: boolean;

        /** BeginRequest consistency. */
        consistency: quorumlite.Consistency;

        /** BeginRequest minimum. */
        minimum?: (quorumlite.Position.$Properties|null|undefined);

        /** BeginRequest stalenessMaxMs. */
        stalenessMaxMs: number;

        /**
         * Encodes the specified BeginRequest message. Does not implicitly {@link quorumlite.BeginRequest.verify|verify} messages.
         * @param message BeginRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.BeginRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BeginRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.BeginRequest & quorumlite.BeginRequest.$Shape} BeginRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.BeginRequest & quorumlite.BeginRequest.$Shape;
    }

    namespace BeginRequest {

        /** Properties of a BeginRequest. */
        interface $Properties {

            /** BeginRequest database */
            database?: (string|null|undefined);

            /** BeginRequest readOnly */
            readOnly?: (boolean|null|undefined);

            /** BeginRequest consistency */
            consistency?: (quorumlite.Consistency|null|undefined);

            /** BeginRequest minimum */
            minimum?: (quorumlite.Position.$Properties|null|undefined);

            /** BeginRequest stalenessMaxMs */
            stalenessMaxMs?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BeginRequest. */
        type $Shape = quorumlite.BeginRequest.$Properties;
    }

    /**
     * Properties of a StepRequest.
     * @deprecated Use quorumlite.StepRequest.$Properties instead.
     */
    interface IStepRequest extends quorumlite.StepRequest.$Properties {
    }

    /** Represents a StepRequest. */
    class StepRequest {

        /**
         * Constructs a new StepRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.StepRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StepRequest transaction. */
        transaction: number;

        /** StepRequest statement. */
        statement?: (quorumlite.Statement.$Properties|null|undefined);

        /** StepRequest upload. */
        upload: number;

        /**
         * Encodes the specified StepRequest message. Does not implicitly {@link quorumlite.StepRequest.verify|verify} messages.
         * @param message StepRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.StepRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StepRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.StepRequest & quorumlite.StepRequest.$Shape} StepRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.StepRequest & quorumlite.StepRequest.$Shape;
    }

    namespace StepRequest {

        /** Properties of a StepRequest. */
        interface $Properties {

            /** StepRequest transaction */
            transaction?: (number|null|undefined);

            /** StepRequest statement */
            statement?: (quorumlite.Statement.$Properties|null|undefined);

            /** StepRequest upload */
            upload?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StepRequest. */
        type $Shape = quorumlite.StepRequest.$Properties;
    }

    /**
     * Properties of a CommitRequest.
     * @deprecated Use quorumlite.CommitRequest.$Properties instead.
     */
    interface ICommitRequest extends quorumlite.CommitRequest.$Properties {
    }

    /** Represents a CommitRequest. */
    class CommitRequest {

        /**
         * Constructs a new CommitRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CommitRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CommitRequest transaction. */
        transaction: number;

        /** CommitRequest request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /**
         * Encodes the specified CommitRequest message. Does not implicitly {@link quorumlite.CommitRequest.verify|verify} messages.
         * @param message CommitRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CommitRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CommitRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CommitRequest & quorumlite.CommitRequest.$Shape} CommitRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CommitRequest & quorumlite.CommitRequest.$Shape;
    }

    namespace CommitRequest {

        /** Properties of a CommitRequest. */
        interface $Properties {

            /** CommitRequest transaction */
            transaction?: (number|null|undefined);

            /** CommitRequest request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CommitRequest. */
        type $Shape = quorumlite.CommitRequest.$Properties;
    }

    /**
     * Properties of a RollbackRequest.
     * @deprecated Use quorumlite.RollbackRequest.$Properties instead.
     */
    interface IRollbackRequest extends quorumlite.RollbackRequest.$Properties {
    }

    /** Represents a RollbackRequest. */
    class RollbackRequest {

        /**
         * Constructs a new RollbackRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RollbackRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RollbackRequest transaction. */
        transaction: number;

        /**
         * Encodes the specified RollbackRequest message. Does not implicitly {@link quorumlite.RollbackRequest.verify|verify} messages.
         * @param message RollbackRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RollbackRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RollbackRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RollbackRequest & quorumlite.RollbackRequest.$Shape} RollbackRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RollbackRequest & quorumlite.RollbackRequest.$Shape;
    }

    namespace RollbackRequest {

        /** Properties of a RollbackRequest. */
        interface $Properties {

            /** RollbackRequest transaction */
            transaction?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RollbackRequest. */
        type $Shape = quorumlite.RollbackRequest.$Properties;
    }

    /**
     * Properties of an OutcomeRequest.
     * @deprecated Use quorumlite.OutcomeRequest.$Properties instead.
     */
    interface IOutcomeRequest extends quorumlite.OutcomeRequest.$Properties {
    }

    /** Represents an OutcomeRequest. */
    class OutcomeRequest {

        /**
         * Constructs a new OutcomeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.OutcomeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OutcomeRequest request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /**
         * Encodes the specified OutcomeRequest message. Does not implicitly {@link quorumlite.OutcomeRequest.verify|verify} messages.
         * @param message OutcomeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.OutcomeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OutcomeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.OutcomeRequest & quorumlite.OutcomeRequest.$Shape} OutcomeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.OutcomeRequest & quorumlite.OutcomeRequest.$Shape;
    }

    namespace OutcomeRequest {

        /** Properties of an OutcomeRequest. */
        interface $Properties {

            /** OutcomeRequest request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OutcomeRequest. */
        type $Shape = quorumlite.OutcomeRequest.$Properties;
    }

    /**
     * Properties of a CancelRequest.
     * @deprecated Use quorumlite.CancelRequest.$Properties instead.
     */
    interface ICancelRequest extends quorumlite.CancelRequest.$Properties {
    }

    /** Represents a CancelRequest. */
    class CancelRequest {

        /**
         * Constructs a new CancelRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CancelRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CancelRequest requestId. */
        requestId: number;

        /**
         * Encodes the specified CancelRequest message. Does not implicitly {@link quorumlite.CancelRequest.verify|verify} messages.
         * @param message CancelRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CancelRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CancelRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CancelRequest & quorumlite.CancelRequest.$Shape} CancelRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CancelRequest & quorumlite.CancelRequest.$Shape;
    }

    namespace CancelRequest {

        /** Properties of a CancelRequest. */
        interface $Properties {

            /** CancelRequest requestId */
            requestId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CancelRequest. */
        type $Shape = quorumlite.CancelRequest.$Properties;
    }

    /**
     * Properties of a ListDatabasesRequest.
     * @deprecated Use quorumlite.ListDatabasesRequest.$Properties instead.
     */
    interface IListDatabasesRequest extends quorumlite.ListDatabasesRequest.$Properties {
    }

    /** Represents a ListDatabasesRequest. */
    class ListDatabasesRequest {

        /**
         * Constructs a new ListDatabasesRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ListDatabasesRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified ListDatabasesRequest message. Does not implicitly {@link quorumlite.ListDatabasesRequest.verify|verify} messages.
         * @param message ListDatabasesRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ListDatabasesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListDatabasesRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ListDatabasesRequest & quorumlite.ListDatabasesRequest.$Shape} ListDatabasesRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ListDatabasesRequest & quorumlite.ListDatabasesRequest.$Shape;
    }

    namespace ListDatabasesRequest {

        /** Properties of a ListDatabasesRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListDatabasesRequest. */
        type $Shape = quorumlite.ListDatabasesRequest.$Properties;
    }

    /**
     * Properties of a StatusRequest.
     * @deprecated Use quorumlite.StatusRequest.$Properties instead.
     */
    interface IStatusRequest extends quorumlite.StatusRequest.$Properties {
    }

    /** Represents a StatusRequest. */
    class StatusRequest {

        /**
         * Constructs a new StatusRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.StatusRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link quorumlite.StatusRequest.verify|verify} messages.
         * @param message StatusRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.StatusRequest & quorumlite.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.StatusRequest & quorumlite.StatusRequest.$Shape;
    }

    namespace StatusRequest {

        /** Properties of a StatusRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusRequest. */
        type $Shape = quorumlite.StatusRequest.$Properties;
    }

    /**
     * Properties of a WaitForRequest.
     * @deprecated Use quorumlite.WaitForRequest.$Properties instead.
     */
    interface IWaitForRequest extends quorumlite.WaitForRequest.$Properties {
    }

    /** Represents a WaitForRequest. */
    class WaitForRequest {

        /**
         * Constructs a new WaitForRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.WaitForRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WaitForRequest position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /**
         * Encodes the specified WaitForRequest message. Does not implicitly {@link quorumlite.WaitForRequest.verify|verify} messages.
         * @param message WaitForRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.WaitForRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WaitForRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.WaitForRequest & quorumlite.WaitForRequest.$Shape} WaitForRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.WaitForRequest & quorumlite.WaitForRequest.$Shape;
    }

    namespace WaitForRequest {

        /** Properties of a WaitForRequest. */
        interface $Properties {

            /** WaitForRequest position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WaitForRequest. */
        type $Shape = quorumlite.WaitForRequest.$Properties;
    }

    /**
     * Properties of a JoinRequest.
     * @deprecated Use quorumlite.JoinRequest.$Properties instead.
     */
    interface IJoinRequest extends quorumlite.JoinRequest.$Properties {
    }

    /** Represents a JoinRequest. */
    class JoinRequest {

        /**
         * Constructs a new JoinRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.JoinRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinRequest storageId. */
        storageId: string;

        /** JoinRequest addresses. */
        addresses: string[];

        /** JoinRequest name. */
        name: string;

        /**
         * Encodes the specified JoinRequest message. Does not implicitly {@link quorumlite.JoinRequest.verify|verify} messages.
         * @param message JoinRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.JoinRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.JoinRequest & quorumlite.JoinRequest.$Shape} JoinRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.JoinRequest & quorumlite.JoinRequest.$Shape;
    }

    namespace JoinRequest {

        /** Properties of a JoinRequest. */
        interface $Properties {

            /** JoinRequest storageId */
            storageId?: (string|null|undefined);

            /** JoinRequest addresses */
            addresses?: (readonly string[]|null|undefined);

            /** JoinRequest name */
            name?: (string|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinRequest. */
        type $Shape = quorumlite.JoinRequest.$Properties;
    }

    /** Role enum. */
    enum Role {

        /** VOTER value */
        VOTER = 0,

        /** LEARNER value */
        LEARNER = 1
    }

    /**
     * Properties of a ChangeRoleRequest.
     * @deprecated Use quorumlite.ChangeRoleRequest.$Properties instead.
     */
    interface IChangeRoleRequest extends quorumlite.ChangeRoleRequest.$Properties {
    }

    /** Represents a ChangeRoleRequest. */
    class ChangeRoleRequest {

        /**
         * Constructs a new ChangeRoleRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ChangeRoleRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChangeRoleRequest nodeId. */
        nodeId: number;

        /** ChangeRoleRequest role. */
        role: quorumlite.Role;

        /**
         * Encodes the specified ChangeRoleRequest message. Does not implicitly {@link quorumlite.ChangeRoleRequest.verify|verify} messages.
         * @param message ChangeRoleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ChangeRoleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangeRoleRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ChangeRoleRequest & quorumlite.ChangeRoleRequest.$Shape} ChangeRoleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ChangeRoleRequest & quorumlite.ChangeRoleRequest.$Shape;
    }

    namespace ChangeRoleRequest {

        /** Properties of a ChangeRoleRequest. */
        interface $Properties {

            /** ChangeRoleRequest nodeId */
            nodeId?: (number|null|undefined);

            /** ChangeRoleRequest role */
            role?: (quorumlite.Role|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangeRoleRequest. */
        type $Shape = quorumlite.ChangeRoleRequest.$Properties;
    }

    /**
     * Properties of a RemoveNodeRequest.
     * @deprecated Use quorumlite.RemoveNodeRequest.$Properties instead.
     */
    interface IRemoveNodeRequest extends quorumlite.RemoveNodeRequest.$Properties {
    }

    /** Represents a RemoveNodeRequest. */
    class RemoveNodeRequest {

        /**
         * Constructs a new RemoveNodeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RemoveNodeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RemoveNodeRequest nodeId. */
        nodeId: number;

        /**
         * Encodes the specified RemoveNodeRequest message. Does not implicitly {@link quorumlite.RemoveNodeRequest.verify|verify} messages.
         * @param message RemoveNodeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RemoveNodeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveNodeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RemoveNodeRequest & quorumlite.RemoveNodeRequest.$Shape} RemoveNodeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RemoveNodeRequest & quorumlite.RemoveNodeRequest.$Shape;
    }

    namespace RemoveNodeRequest {

        /** Properties of a RemoveNodeRequest. */
        interface $Properties {

            /** RemoveNodeRequest nodeId */
            nodeId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveNodeRequest. */
        type $Shape = quorumlite.RemoveNodeRequest.$Properties;
    }

    /**
     * Properties of a TransferLeadershipRequest.
     * @deprecated Use quorumlite.TransferLeadershipRequest.$Properties instead.
     */
    interface ITransferLeadershipRequest extends quorumlite.TransferLeadershipRequest.$Properties {
    }

    /** Represents a TransferLeadershipRequest. */
    class TransferLeadershipRequest {

        /**
         * Constructs a new TransferLeadershipRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.TransferLeadershipRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TransferLeadershipRequest nodeId. */
        nodeId: number;

        /**
         * Encodes the specified TransferLeadershipRequest message. Does not implicitly {@link quorumlite.TransferLeadershipRequest.verify|verify} messages.
         * @param message TransferLeadershipRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.TransferLeadershipRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TransferLeadershipRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.TransferLeadershipRequest & quorumlite.TransferLeadershipRequest.$Shape} TransferLeadershipRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.TransferLeadershipRequest & quorumlite.TransferLeadershipRequest.$Shape;
    }

    namespace TransferLeadershipRequest {

        /** Properties of a TransferLeadershipRequest. */
        interface $Properties {

            /** TransferLeadershipRequest nodeId */
            nodeId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TransferLeadershipRequest. */
        type $Shape = quorumlite.TransferLeadershipRequest.$Properties;
    }

    /**
     * Properties of a ClientResponse.
     * @deprecated Use quorumlite.ClientResponse.$Properties instead.
     */
    interface IClientResponse extends quorumlite.ClientResponse.$Properties {
    }

    /** Represents a ClientResponse. */
    class ClientResponse {

        /**
         * Constructs a new ClientResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ClientResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ClientResponse id. */
        id: number;

        /** ClientResponse failure. */
        failure?: (quorumlite.Failure.$Properties|null|undefined);

        /** ClientResponse sessionOpened. */
        sessionOpened?: (quorumlite.SessionOpened.$Properties|null|undefined);

        /** ClientResponse done. */
        done?: (quorumlite.Done.$Properties|null|undefined);

        /** ClientResponse recorded. */
        recorded?: (quorumlite.Recorded.$Properties|null|undefined);

        /** ClientResponse rows. */
        rows?: (quorumlite.Rows.$Properties|null|undefined);

        /** ClientResponse begun. */
        begun?: (quorumlite.Begun.$Properties|null|undefined);

        /** ClientResponse stepResult. */
        stepResult?: (quorumlite.StatementResult.$Properties|null|undefined);

        /** ClientResponse databases. */
        databases?: (quorumlite.DatabaseList.$Properties|null|undefined);

        /** ClientResponse status. */
        status?: (quorumlite.NodeStatus.$Properties|null|undefined);

        /** ClientResponse joined. */
        joined?: (quorumlite.Joined.$Properties|null|undefined);

        /** ClientResponse exportPiece. */
        exportPiece?: (quorumlite.ExportPiece.$Properties|null|undefined);

        /** ClientResponse body. */
        body?: ("failure"|"sessionOpened"|"done"|"recorded"|"rows"|"begun"|"stepResult"|"databases"|"status"|"joined"|"exportPiece");

        /**
         * Encodes the specified ClientResponse message. Does not implicitly {@link quorumlite.ClientResponse.verify|verify} messages.
         * @param message ClientResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ClientResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ClientResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ClientResponse & quorumlite.ClientResponse.$Shape} ClientResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ClientResponse & quorumlite.ClientResponse.$Shape;
    }

    namespace ClientResponse {

        /** Properties of a ClientResponse. */
        interface $Properties {

            /** ClientResponse id */
            id?: (number|null|undefined);

            /** ClientResponse failure */
            failure?: (quorumlite.Failure.$Properties|null|undefined);

            /** ClientResponse sessionOpened */
            sessionOpened?: (quorumlite.SessionOpened.$Properties|null|undefined);

            /** ClientResponse done */
            done?: (quorumlite.Done.$Properties|null|undefined);

            /** ClientResponse recorded */
            recorded?: (quorumlite.Recorded.$Properties|null|undefined);

            /** ClientResponse rows */
            rows?: (quorumlite.Rows.$Properties|null|undefined);

            /** ClientResponse begun */
            begun?: (quorumlite.Begun.$Properties|null|undefined);

            /** ClientResponse stepResult */
            stepResult?: (quorumlite.StatementResult.$Properties|null|undefined);

            /** ClientResponse databases */
            databases?: (quorumlite.DatabaseList.$Properties|null|undefined);

            /** ClientResponse status */
            status?: (quorumlite.NodeStatus.$Properties|null|undefined);

            /** ClientResponse joined */
            joined?: (quorumlite.Joined.$Properties|null|undefined);

            /** ClientResponse exportPiece */
            exportPiece?: (quorumlite.ExportPiece.$Properties|null|undefined);

            /** ClientResponse body */
            body?: ("failure"|"sessionOpened"|"done"|"recorded"|"rows"|"begun"|"stepResult"|"databases"|"status"|"joined"|"exportPiece");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a ClientResponse. */
        type $Shape = {
          id?: number|null;
          failure?: quorumlite.Failure.$Shape|null;
          sessionOpened?: quorumlite.SessionOpened.$Shape|null;
          done?: quorumlite.Done.$Shape|null;
          recorded?: quorumlite.Recorded.$Shape|null;
          rows?: quorumlite.Rows.$Shape|null;
          begun?: quorumlite.Begun.$Shape|null;
          stepResult?: quorumlite.StatementResult.$Shape|null;
          databases?: quorumlite.DatabaseList.$Shape|null;
          status?: quorumlite.NodeStatus.$Shape|null;
          joined?: quorumlite.Joined.$Shape|null;
          exportPiece?: quorumlite.ExportPiece.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "failure"; failure: quorumlite.Failure.$Shape; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "sessionOpened"; failure?: null; sessionOpened: quorumlite.SessionOpened.$Shape; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "done"; failure?: null; sessionOpened?: null; done: quorumlite.Done.$Shape; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "recorded"; failure?: null; sessionOpened?: null; done?: null; recorded: quorumlite.Recorded.$Shape; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "rows"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows: quorumlite.Rows.$Shape; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "begun"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun: quorumlite.Begun.$Shape; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "stepResult"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult: quorumlite.StatementResult.$Shape; databases?: null; status?: null; joined?: null; exportPiece?: null }|{ body?: "databases"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases: quorumlite.DatabaseList.$Shape; status?: null; joined?: null; exportPiece?: null }|{ body?: "status"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status: quorumlite.NodeStatus.$Shape; joined?: null; exportPiece?: null }|{ body?: "joined"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined: quorumlite.Joined.$Shape; exportPiece?: null }|{ body?: "exportPiece"; failure?: null; sessionOpened?: null; done?: null; recorded?: null; rows?: null; begun?: null; stepResult?: null; databases?: null; status?: null; joined?: null; exportPiece: quorumlite.ExportPiece.$Shape })
        );
    }

    /**
     * Properties of a Failure.
     * @deprecated Use quorumlite.Failure.$Properties instead.
     */
    interface IFailure extends quorumlite.Failure.$Properties {
    }

    /** Represents a Failure. */
    class Failure {

        /**
         * Constructs a new Failure.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Failure.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Failure code. */
        code: string;

        /** Failure message. */
        message: string;

        /** Failure hint. */
        hint: string;

        /** Failure retryable. */
        retryable: boolean;

        /** Failure sqliteCode. */
        sqliteCode: number;

        /** Failure sqlOffset. */
        sqlOffset?: (number|null|undefined);

        /** Failure leaderId. */
        leaderId: number;

        /** Failure leaderAddresses. */
        leaderAddresses: string[];

        /** Failure statementIndex. */
        statementIndex?: (number|null|undefined);

        /**
         * Encodes the specified Failure message. Does not implicitly {@link quorumlite.Failure.verify|verify} messages.
         * @param message Failure message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Failure message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Failure & quorumlite.Failure.$Shape} Failure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Failure & quorumlite.Failure.$Shape;
    }

    namespace Failure {

        /** Properties of a Failure. */
        interface $Properties {

            /** Failure code */
            code?: (string|null|undefined);

            /** Failure message */
            message?: (string|null|undefined);

            /** Failure hint */
            hint?: (string|null|undefined);

            /** Failure retryable */
            retryable?: (boolean|null|undefined);

            /** Failure sqliteCode */
            sqliteCode?: (number|null|undefined);

            /** Failure sqlOffset */
            sqlOffset?: (number|null|undefined);

            /** Failure leaderId */
            leaderId?: (number|null|undefined);

            /** Failure leaderAddresses */
            leaderAddresses?: (readonly string[]|null|undefined);

            /** Failure statementIndex */
            statementIndex?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Failure. */
        type $Shape = quorumlite.Failure.$Properties;
    }

    /**
     * Properties of a SessionOpened.
     * @deprecated Use quorumlite.SessionOpened.$Properties instead.
     */
    interface ISessionOpened extends quorumlite.SessionOpened.$Properties {
    }

    /** Represents a SessionOpened. */
    class SessionOpened {

        /**
         * Constructs a new SessionOpened.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SessionOpened.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionOpened session. */
        session: number;

        /** SessionOpened ttlMs. */
        ttlMs: number;

        /** SessionOpened position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /**
         * Encodes the specified SessionOpened message. Does not implicitly {@link quorumlite.SessionOpened.verify|verify} messages.
         * @param message SessionOpened message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SessionOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionOpened message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SessionOpened & quorumlite.SessionOpened.$Shape} SessionOpened
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SessionOpened & quorumlite.SessionOpened.$Shape;
    }

    namespace SessionOpened {

        /** Properties of a SessionOpened. */
        interface $Properties {

            /** SessionOpened session */
            session?: (number|null|undefined);

            /** SessionOpened ttlMs */
            ttlMs?: (number|null|undefined);

            /** SessionOpened position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionOpened. */
        type $Shape = quorumlite.SessionOpened.$Properties;
    }

    /**
     * Properties of a Done.
     * @deprecated Use quorumlite.Done.$Properties instead.
     */
    interface IDone extends quorumlite.Done.$Properties {
    }

    /** Represents a Done. */
    class Done {

        /**
         * Constructs a new Done.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Done.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Done position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /**
         * Encodes the specified Done message. Does not implicitly {@link quorumlite.Done.verify|verify} messages.
         * @param message Done message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Done.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Done message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Done & quorumlite.Done.$Shape} Done
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Done & quorumlite.Done.$Shape;
    }

    namespace Done {

        /** Properties of a Done. */
        interface $Properties {

            /** Done position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Done. */
        type $Shape = quorumlite.Done.$Properties;
    }

    /**
     * Properties of a Recorded.
     * @deprecated Use quorumlite.Recorded.$Properties instead.
     */
    interface IRecorded extends quorumlite.Recorded.$Properties {
    }

    /** Represents a Recorded. */
    class Recorded {

        /**
         * Constructs a new Recorded.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Recorded.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Recorded position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /** Recorded result. */
        result: Uint8Array;

        /**
         * Encodes the specified Recorded message. Does not implicitly {@link quorumlite.Recorded.verify|verify} messages.
         * @param message Recorded message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Recorded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Recorded message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Recorded & quorumlite.Recorded.$Shape} Recorded
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Recorded & quorumlite.Recorded.$Shape;
    }

    namespace Recorded {

        /** Properties of a Recorded. */
        interface $Properties {

            /** Recorded position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Recorded result */
            result?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Recorded. */
        type $Shape = quorumlite.Recorded.$Properties;
    }

    /**
     * Properties of a RecordedResult.
     * @deprecated Use quorumlite.RecordedResult.$Properties instead.
     */
    interface IRecordedResult extends quorumlite.RecordedResult.$Properties {
    }

    /** Represents a RecordedResult. */
    class RecordedResult {

        /**
         * Constructs a new RecordedResult.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RecordedResult.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordedResult ok. */
        ok?: (quorumlite.BatchResult.$Properties|null|undefined);

        /** RecordedResult failure. */
        failure?: (quorumlite.Failure.$Properties|null|undefined);

        /** RecordedResult notExecuted. */
        notExecuted?: (boolean|null|undefined);

        /** RecordedResult outcome. */
        outcome?: ("ok"|"failure"|"notExecuted");

        /**
         * Encodes the specified RecordedResult message. Does not implicitly {@link quorumlite.RecordedResult.verify|verify} messages.
         * @param message RecordedResult message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RecordedResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordedResult message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RecordedResult & quorumlite.RecordedResult.$Shape} RecordedResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RecordedResult & quorumlite.RecordedResult.$Shape;
    }

    namespace RecordedResult {

        /** Properties of a RecordedResult. */
        interface $Properties {

            /** RecordedResult ok */
            ok?: (quorumlite.BatchResult.$Properties|null|undefined);

            /** RecordedResult failure */
            failure?: (quorumlite.Failure.$Properties|null|undefined);

            /** RecordedResult notExecuted */
            notExecuted?: (boolean|null|undefined);

            /** RecordedResult outcome */
            outcome?: ("ok"|"failure"|"notExecuted");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a RecordedResult. */
        type $Shape = {
          ok?: quorumlite.BatchResult.$Shape|null;
          failure?: quorumlite.Failure.$Shape|null;
          notExecuted?: boolean|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ outcome?: undefined; ok?: null; failure?: null; notExecuted?: null }|{ outcome?: "ok"; ok: quorumlite.BatchResult.$Shape; failure?: null; notExecuted?: null }|{ outcome?: "failure"; ok?: null; failure: quorumlite.Failure.$Shape; notExecuted?: null }|{ outcome?: "notExecuted"; ok?: null; failure?: null; notExecuted: boolean })
        );
    }

    /**
     * Properties of a BatchResult.
     * @deprecated Use quorumlite.BatchResult.$Properties instead.
     */
    interface IBatchResult extends quorumlite.BatchResult.$Properties {
    }

    /** Represents a BatchResult. */
    class BatchResult {

        /**
         * Constructs a new BatchResult.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.BatchResult.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BatchResult results. */
        results: quorumlite.StatementResult.$Properties[];

        /**
         * Encodes the specified BatchResult message. Does not implicitly {@link quorumlite.BatchResult.verify|verify} messages.
         * @param message BatchResult message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.BatchResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BatchResult message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.BatchResult & quorumlite.BatchResult.$Shape} BatchResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.BatchResult & quorumlite.BatchResult.$Shape;
    }

    namespace BatchResult {

        /** Properties of a BatchResult. */
        interface $Properties {

            /** BatchResult results */
            results?: (readonly quorumlite.StatementResult.$Properties[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BatchResult. */
        type $Shape = quorumlite.BatchResult.$Properties;
    }

    /**
     * Properties of a StatementResult.
     * @deprecated Use quorumlite.StatementResult.$Properties instead.
     */
    interface IStatementResult extends quorumlite.StatementResult.$Properties {
    }

    /** Represents a StatementResult. */
    class StatementResult {

        /**
         * Constructs a new StatementResult.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.StatementResult.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StatementResult changes. */
        changes: number;

        /** StatementResult lastInsertRowid. */
        lastInsertRowid: Uint8Array;

        /** StatementResult columns. */
        columns: string[];

        /** StatementResult rowCount. */
        rowCount: number;

        /** StatementResult cells. */
        cells: Uint8Array;

        /**
         * Encodes the specified StatementResult message. Does not implicitly {@link quorumlite.StatementResult.verify|verify} messages.
         * @param message StatementResult message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.StatementResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatementResult message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.StatementResult & quorumlite.StatementResult.$Shape} StatementResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.StatementResult & quorumlite.StatementResult.$Shape;
    }

    namespace StatementResult {

        /** Properties of a StatementResult. */
        interface $Properties {

            /** StatementResult changes */
            changes?: (number|null|undefined);

            /** StatementResult lastInsertRowid */
            lastInsertRowid?: (Uint8Array|null|undefined);

            /** StatementResult columns */
            columns?: (readonly string[]|null|undefined);

            /** StatementResult rowCount */
            rowCount?: (number|null|undefined);

            /** StatementResult cells */
            cells?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatementResult. */
        type $Shape = quorumlite.StatementResult.$Properties;
    }

    /**
     * Properties of a Rows.
     * @deprecated Use quorumlite.Rows.$Properties instead.
     */
    interface IRows extends quorumlite.Rows.$Properties {
    }

    /** Represents a Rows. */
    class Rows {

        /**
         * Constructs a new Rows.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Rows.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Rows columns. */
        columns: string[];

        /** Rows rowCount. */
        rowCount: number;

        /** Rows cells. */
        cells: Uint8Array;

        /** Rows last. */
        last: boolean;

        /** Rows position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /** Rows nodeId. */
        nodeId: number;

        /** Rows unfinished. */
        unfinished: boolean;

        /**
         * Encodes the specified Rows message. Does not implicitly {@link quorumlite.Rows.verify|verify} messages.
         * @param message Rows message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Rows.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Rows message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Rows & quorumlite.Rows.$Shape} Rows
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Rows & quorumlite.Rows.$Shape;
    }

    namespace Rows {

        /** Properties of a Rows. */
        interface $Properties {

            /** Rows columns */
            columns?: (readonly string[]|null|undefined);

            /** Rows rowCount */
            rowCount?: (number|null|undefined);

            /** Rows cells */
            cells?: (Uint8Array|null|undefined);

            /** Rows last */
            last?: (boolean|null|undefined);

            /** Rows position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Rows nodeId */
            nodeId?: (number|null|undefined);

            /** Rows unfinished */
            unfinished?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Rows. */
        type $Shape = quorumlite.Rows.$Properties;
    }

    /**
     * Properties of an ExportPiece.
     * @deprecated Use quorumlite.ExportPiece.$Properties instead.
     */
    interface IExportPiece extends quorumlite.ExportPiece.$Properties {
    }

    /** Represents an ExportPiece. */
    class ExportPiece {

        /**
         * Constructs a new ExportPiece.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ExportPiece.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ExportPiece offset. */
        offset: number;

        /** ExportPiece data. */
        data: Uint8Array;

        /** ExportPiece last. */
        last: boolean;

        /** ExportPiece bytesTotal. */
        bytesTotal: number;

        /** ExportPiece position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /** ExportPiece nodeId. */
        nodeId: number;

        /**
         * Encodes the specified ExportPiece message. Does not implicitly {@link quorumlite.ExportPiece.verify|verify} messages.
         * @param message ExportPiece message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ExportPiece.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ExportPiece message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ExportPiece & quorumlite.ExportPiece.$Shape} ExportPiece
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ExportPiece & quorumlite.ExportPiece.$Shape;
    }

    namespace ExportPiece {

        /** Properties of an ExportPiece. */
        interface $Properties {

            /** ExportPiece offset */
            offset?: (number|null|undefined);

            /** ExportPiece data */
            data?: (Uint8Array|null|undefined);

            /** ExportPiece last */
            last?: (boolean|null|undefined);

            /** ExportPiece bytesTotal */
            bytesTotal?: (number|null|undefined);

            /** ExportPiece position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** ExportPiece nodeId */
            nodeId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ExportPiece. */
        type $Shape = quorumlite.ExportPiece.$Properties;
    }

    /**
     * Properties of a Begun.
     * @deprecated Use quorumlite.Begun.$Properties instead.
     */
    interface IBegun extends quorumlite.Begun.$Properties {
    }

    /** Represents a Begun. */
    class Begun {

        /**
         * Constructs a new Begun.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Begun.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Begun transaction. */
        transaction: number;

        /** Begun position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /** Begun nodeId. */
        nodeId: number;

        /**
         * Encodes the specified Begun message. Does not implicitly {@link quorumlite.Begun.verify|verify} messages.
         * @param message Begun message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Begun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Begun message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Begun & quorumlite.Begun.$Shape} Begun
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Begun & quorumlite.Begun.$Shape;
    }

    namespace Begun {

        /** Properties of a Begun. */
        interface $Properties {

            /** Begun transaction */
            transaction?: (number|null|undefined);

            /** Begun position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** Begun nodeId */
            nodeId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Begun. */
        type $Shape = quorumlite.Begun.$Properties;
    }

    /**
     * Properties of a DatabaseList.
     * @deprecated Use quorumlite.DatabaseList.$Properties instead.
     */
    interface IDatabaseList extends quorumlite.DatabaseList.$Properties {
    }

    /** Represents a DatabaseList. */
    class DatabaseList {

        /**
         * Constructs a new DatabaseList.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.DatabaseList.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DatabaseList databases. */
        databases: quorumlite.DatabaseState.$Properties[];

        /** DatabaseList position. */
        position?: (quorumlite.Position.$Properties|null|undefined);

        /** DatabaseList databasePagesMax. */
        databasePagesMax: number;

        /**
         * Encodes the specified DatabaseList message. Does not implicitly {@link quorumlite.DatabaseList.verify|verify} messages.
         * @param message DatabaseList message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.DatabaseList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DatabaseList message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.DatabaseList & quorumlite.DatabaseList.$Shape} DatabaseList
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.DatabaseList & quorumlite.DatabaseList.$Shape;
    }

    namespace DatabaseList {

        /** Properties of a DatabaseList. */
        interface $Properties {

            /** DatabaseList databases */
            databases?: (readonly quorumlite.DatabaseState.$Properties[]|null|undefined);

            /** DatabaseList position */
            position?: (quorumlite.Position.$Properties|null|undefined);

            /** DatabaseList databasePagesMax */
            databasePagesMax?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DatabaseList. */
        type $Shape = quorumlite.DatabaseList.$Properties;
    }

    /**
     * Properties of a Joined.
     * @deprecated Use quorumlite.Joined.$Properties instead.
     */
    interface IJoined extends quorumlite.Joined.$Properties {
    }

    /** Represents a Joined. */
    class Joined {

        /**
         * Constructs a new Joined.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Joined.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Joined nodeId. */
        nodeId: number;

        /** Joined clusterId. */
        clusterId: Uint8Array;

        /** Joined members. */
        members: quorumlite.Member.$Properties[];

        /**
         * Encodes the specified Joined message. Does not implicitly {@link quorumlite.Joined.verify|verify} messages.
         * @param message Joined message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Joined.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Joined message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Joined & quorumlite.Joined.$Shape} Joined
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Joined & quorumlite.Joined.$Shape;
    }

    namespace Joined {

        /** Properties of a Joined. */
        interface $Properties {

            /** Joined nodeId */
            nodeId?: (number|null|undefined);

            /** Joined clusterId */
            clusterId?: (Uint8Array|null|undefined);

            /** Joined members */
            members?: (readonly quorumlite.Member.$Properties[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Joined. */
        type $Shape = quorumlite.Joined.$Properties;
    }

    /**
     * Properties of a NodeStatus.
     * @deprecated Use quorumlite.NodeStatus.$Properties instead.
     */
    interface INodeStatus extends quorumlite.NodeStatus.$Properties {
    }

    /** Represents a NodeStatus. */
    class NodeStatus {

        /**
         * Constructs a new NodeStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.NodeStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NodeStatus nodeId. */
        nodeId: number;

        /** NodeStatus peerId. */
        peerId: string;

        /** NodeStatus clusterId. */
        clusterId: Uint8Array;

        /** NodeStatus historyId. */
        historyId: Uint8Array;

        /** NodeStatus role. */
        role: string;

        /** NodeStatus leaderId. */
        leaderId: number;

        /** NodeStatus term. */
        term: number;

        /** NodeStatus commitIndex. */
        commitIndex: number;

        /** NodeStatus appliedIndex. */
        appliedIndex: number;

        /** NodeStatus firstIndex. */
        firstIndex: number;

        /** NodeStatus lastIndex. */
        lastIndex: number;

        /** NodeStatus confState. */
        confState?: (quorumlite.ConfState.$Properties|null|undefined);

        /** NodeStatus members. */
        members: quorumlite.Member.$Properties[];

        /** NodeStatus databases. */
        databases: quorumlite.DatabaseState.$Properties[];

        /** NodeStatus evictedDatabases. */
        evictedDatabases: number[];

        /** NodeStatus peers. */
        peers: quorumlite.PeerStatus.$Properties[];

        /** NodeStatus sessions. */
        sessions: number;

        /** NodeStatus uptimeMs. */
        uptimeMs: number;

        /** NodeStatus version. */
        version: string;

        /** NodeStatus checkpointIndex. */
        checkpointIndex: number;

        /** NodeStatus failure. */
        failure: string;

        /** NodeStatus storage. */
        storage?: (quorumlite.StorageStatus.$Properties|null|undefined);

        /** NodeStatus receiving. */
        receiving?: (quorumlite.SnapshotProgress.$Properties|null|undefined);

        /** NodeStatus databasePagesMax. */
        databasePagesMax: number;

        /** NodeStatus memory. */
        memory?: (quorumlite.MemoryStatus.$Properties|null|undefined);

        /** NodeStatus integrity. */
        integrity?: (quorumlite.IntegrityStatus.$Properties|null|undefined);

        /**
         * Encodes the specified NodeStatus message. Does not implicitly {@link quorumlite.NodeStatus.verify|verify} messages.
         * @param message NodeStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.NodeStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NodeStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.NodeStatus & quorumlite.NodeStatus.$Shape} NodeStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.NodeStatus & quorumlite.NodeStatus.$Shape;
    }

    namespace NodeStatus {

        /** Properties of a NodeStatus. */
        interface $Properties {

            /** NodeStatus nodeId */
            nodeId?: (number|null|undefined);

            /** NodeStatus peerId */
            peerId?: (string|null|undefined);

            /** NodeStatus clusterId */
            clusterId?: (Uint8Array|null|undefined);

            /** NodeStatus historyId */
            historyId?: (Uint8Array|null|undefined);

            /** NodeStatus role */
            role?: (string|null|undefined);

            /** NodeStatus leaderId */
            leaderId?: (number|null|undefined);

            /** NodeStatus term */
            term?: (number|null|undefined);

            /** NodeStatus commitIndex */
            commitIndex?: (number|null|undefined);

            /** NodeStatus appliedIndex */
            appliedIndex?: (number|null|undefined);

            /** NodeStatus firstIndex */
            firstIndex?: (number|null|undefined);

            /** NodeStatus lastIndex */
            lastIndex?: (number|null|undefined);

            /** NodeStatus confState */
            confState?: (quorumlite.ConfState.$Properties|null|undefined);

            /** NodeStatus members */
            members?: (readonly quorumlite.Member.$Properties[]|null|undefined);

            /** NodeStatus databases */
            databases?: (readonly quorumlite.DatabaseState.$Properties[]|null|undefined);

            /** NodeStatus evictedDatabases */
            evictedDatabases?: (readonly number[]|null|undefined);

            /** NodeStatus peers */
            peers?: (readonly quorumlite.PeerStatus.$Properties[]|null|undefined);

            /** NodeStatus sessions */
            sessions?: (number|null|undefined);

            /** NodeStatus uptimeMs */
            uptimeMs?: (number|null|undefined);

            /** NodeStatus version */
            version?: (string|null|undefined);

            /** NodeStatus checkpointIndex */
            checkpointIndex?: (number|null|undefined);

            /** NodeStatus failure */
            failure?: (string|null|undefined);

            /** NodeStatus storage */
            storage?: (quorumlite.StorageStatus.$Properties|null|undefined);

            /** NodeStatus receiving */
            receiving?: (quorumlite.SnapshotProgress.$Properties|null|undefined);

            /** NodeStatus databasePagesMax */
            databasePagesMax?: (number|null|undefined);

            /** NodeStatus memory */
            memory?: (quorumlite.MemoryStatus.$Properties|null|undefined);

            /** NodeStatus integrity */
            integrity?: (quorumlite.IntegrityStatus.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NodeStatus. */
        type $Shape = quorumlite.NodeStatus.$Properties;
    }

    /**
     * Properties of a MemoryStatus.
     * @deprecated Use quorumlite.MemoryStatus.$Properties instead.
     */
    interface IMemoryStatus extends quorumlite.MemoryStatus.$Properties {
    }

    /** Represents a MemoryStatus. */
    class MemoryStatus {

        /**
         * Constructs a new MemoryStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.MemoryStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemoryStatus wasmBytes. */
        wasmBytes: number;

        /** MemoryStatus wasmLimitBytes. */
        wasmLimitBytes: number;

        /** MemoryStatus pageBytes. */
        pageBytes: number;

        /** MemoryStatus freePageBytes. */
        freePageBytes: number;

        /** MemoryStatus pinnedBytes. */
        pinnedBytes: number;

        /** MemoryStatus otherBytes. */
        otherBytes: number;

        /** MemoryStatus growthBytes. */
        growthBytes: number;

        /** MemoryStatus residentBytes. */
        residentBytes?: (number|null|undefined);

        /** MemoryStatus heapBytes. */
        heapBytes?: (number|null|undefined);

        /**
         * Encodes the specified MemoryStatus message. Does not implicitly {@link quorumlite.MemoryStatus.verify|verify} messages.
         * @param message MemoryStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.MemoryStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemoryStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.MemoryStatus & quorumlite.MemoryStatus.$Shape} MemoryStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.MemoryStatus & quorumlite.MemoryStatus.$Shape;
    }

    namespace MemoryStatus {

        /** Properties of a MemoryStatus. */
        interface $Properties {

            /** MemoryStatus wasmBytes */
            wasmBytes?: (number|null|undefined);

            /** MemoryStatus wasmLimitBytes */
            wasmLimitBytes?: (number|null|undefined);

            /** MemoryStatus pageBytes */
            pageBytes?: (number|null|undefined);

            /** MemoryStatus freePageBytes */
            freePageBytes?: (number|null|undefined);

            /** MemoryStatus pinnedBytes */
            pinnedBytes?: (number|null|undefined);

            /** MemoryStatus otherBytes */
            otherBytes?: (number|null|undefined);

            /** MemoryStatus growthBytes */
            growthBytes?: (number|null|undefined);

            /** MemoryStatus residentBytes */
            residentBytes?: (number|null|undefined);

            /** MemoryStatus heapBytes */
            heapBytes?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemoryStatus. */
        type $Shape = quorumlite.MemoryStatus.$Properties;
    }

    /**
     * Properties of an IntegrityStatus.
     * @deprecated Use quorumlite.IntegrityStatus.$Properties instead.
     */
    interface IIntegrityStatus extends quorumlite.IntegrityStatus.$Properties {
    }

    /** Represents an IntegrityStatus. */
    class IntegrityStatus {

        /**
         * Constructs a new IntegrityStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.IntegrityStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** IntegrityStatus outOfService. */
        outOfService: string;

        /** IntegrityStatus mismatches. */
        mismatches: number;

        /** IntegrityStatus repairs. */
        repairs: number;

        /** IntegrityStatus memoryPagesScrubbed. */
        memoryPagesScrubbed: number;

        /** IntegrityStatus diskPagesScrubbed. */
        diskPagesScrubbed: number;

        /** IntegrityStatus lastRepair. */
        lastRepair?: (quorumlite.LastRepair.$Properties|null|undefined);

        /**
         * Encodes the specified IntegrityStatus message. Does not implicitly {@link quorumlite.IntegrityStatus.verify|verify} messages.
         * @param message IntegrityStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.IntegrityStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an IntegrityStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.IntegrityStatus & quorumlite.IntegrityStatus.$Shape} IntegrityStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.IntegrityStatus & quorumlite.IntegrityStatus.$Shape;
    }

    namespace IntegrityStatus {

        /** Properties of an IntegrityStatus. */
        interface $Properties {

            /** IntegrityStatus outOfService */
            outOfService?: (string|null|undefined);

            /** IntegrityStatus mismatches */
            mismatches?: (number|null|undefined);

            /** IntegrityStatus repairs */
            repairs?: (number|null|undefined);

            /** IntegrityStatus memoryPagesScrubbed */
            memoryPagesScrubbed?: (number|null|undefined);

            /** IntegrityStatus diskPagesScrubbed */
            diskPagesScrubbed?: (number|null|undefined);

            /** IntegrityStatus lastRepair */
            lastRepair?: (quorumlite.LastRepair.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an IntegrityStatus. */
        type $Shape = quorumlite.IntegrityStatus.$Properties;
    }

    /**
     * Properties of a LastRepair.
     * @deprecated Use quorumlite.LastRepair.$Properties instead.
     */
    interface ILastRepair extends quorumlite.LastRepair.$Properties {
    }

    /** Represents a LastRepair. */
    class LastRepair {

        /**
         * Constructs a new LastRepair.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.LastRepair.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LastRepair from. */
        from: string;

        /** LastRepair nodeId. */
        nodeId: number;

        /** LastRepair atMs. */
        atMs: number;

        /** LastRepair tookMs. */
        tookMs: number;

        /**
         * Encodes the specified LastRepair message. Does not implicitly {@link quorumlite.LastRepair.verify|verify} messages.
         * @param message LastRepair message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.LastRepair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LastRepair message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.LastRepair & quorumlite.LastRepair.$Shape} LastRepair
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.LastRepair & quorumlite.LastRepair.$Shape;
    }

    namespace LastRepair {

        /** Properties of a LastRepair. */
        interface $Properties {

            /** LastRepair from */
            from?: (string|null|undefined);

            /** LastRepair nodeId */
            nodeId?: (number|null|undefined);

            /** LastRepair atMs */
            atMs?: (number|null|undefined);

            /** LastRepair tookMs */
            tookMs?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LastRepair. */
        type $Shape = quorumlite.LastRepair.$Properties;
    }

    /**
     * Properties of a StorageStatus.
     * @deprecated Use quorumlite.StorageStatus.$Properties instead.
     */
    interface IStorageStatus extends quorumlite.StorageStatus.$Properties {
    }

    /** Represents a StorageStatus. */
    class StorageStatus {

        /**
         * Constructs a new StorageStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.StorageStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StorageStatus checkpoints. */
        checkpoints: number;

        /** StorageStatus checkpointPages. */
        checkpointPages: number;

        /** StorageStatus checkpointBytes. */
        checkpointBytes: number;

        /** StorageStatus lastCheckpointMs. */
        lastCheckpointMs: number;

        /** StorageStatus checkpointRunning. */
        checkpointRunning: boolean;

        /** StorageStatus logBytesSinceCheckpoint. */
        logBytesSinceCheckpoint: number;

        /** StorageStatus diskFreeBytes. */
        diskFreeBytes?: (number|null|undefined);

        /** StorageStatus diskReserveBytes. */
        diskReserveBytes: number;

        /** StorageStatus databaseLoads. */
        databaseLoads: number;

        /**
         * Encodes the specified StorageStatus message. Does not implicitly {@link quorumlite.StorageStatus.verify|verify} messages.
         * @param message StorageStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.StorageStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StorageStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.StorageStatus & quorumlite.StorageStatus.$Shape} StorageStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.StorageStatus & quorumlite.StorageStatus.$Shape;
    }

    namespace StorageStatus {

        /** Properties of a StorageStatus. */
        interface $Properties {

            /** StorageStatus checkpoints */
            checkpoints?: (number|null|undefined);

            /** StorageStatus checkpointPages */
            checkpointPages?: (number|null|undefined);

            /** StorageStatus checkpointBytes */
            checkpointBytes?: (number|null|undefined);

            /** StorageStatus lastCheckpointMs */
            lastCheckpointMs?: (number|null|undefined);

            /** StorageStatus checkpointRunning */
            checkpointRunning?: (boolean|null|undefined);

            /** StorageStatus logBytesSinceCheckpoint */
            logBytesSinceCheckpoint?: (number|null|undefined);

            /** StorageStatus diskFreeBytes */
            diskFreeBytes?: (number|null|undefined);

            /** StorageStatus diskReserveBytes */
            diskReserveBytes?: (number|null|undefined);

            /** StorageStatus databaseLoads */
            databaseLoads?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StorageStatus. */
        type $Shape = quorumlite.StorageStatus.$Properties;
    }

    /**
     * Properties of a SnapshotProgress.
     * @deprecated Use quorumlite.SnapshotProgress.$Properties instead.
     */
    interface ISnapshotProgress extends quorumlite.SnapshotProgress.$Properties {
    }

    /** Represents a SnapshotProgress. */
    class SnapshotProgress {

        /**
         * Constructs a new SnapshotProgress.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotProgress.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotProgress nodeId. */
        nodeId: number;

        /** SnapshotProgress pagesDone. */
        pagesDone: number;

        /** SnapshotProgress pagesTotal. */
        pagesTotal: number;

        /** SnapshotProgress bytes. */
        bytes: number;

        /** SnapshotProgress elapsedMs. */
        elapsedMs: number;

        /** SnapshotProgress resumed. */
        resumed: number;

        /**
         * Encodes the specified SnapshotProgress message. Does not implicitly {@link quorumlite.SnapshotProgress.verify|verify} messages.
         * @param message SnapshotProgress message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotProgress message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotProgress & quorumlite.SnapshotProgress.$Shape} SnapshotProgress
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotProgress & quorumlite.SnapshotProgress.$Shape;
    }

    namespace SnapshotProgress {

        /** Properties of a SnapshotProgress. */
        interface $Properties {

            /** SnapshotProgress nodeId */
            nodeId?: (number|null|undefined);

            /** SnapshotProgress pagesDone */
            pagesDone?: (number|null|undefined);

            /** SnapshotProgress pagesTotal */
            pagesTotal?: (number|null|undefined);

            /** SnapshotProgress bytes */
            bytes?: (number|null|undefined);

            /** SnapshotProgress elapsedMs */
            elapsedMs?: (number|null|undefined);

            /** SnapshotProgress resumed */
            resumed?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotProgress. */
        type $Shape = quorumlite.SnapshotProgress.$Properties;
    }

    /**
     * Properties of a PeerStatus.
     * @deprecated Use quorumlite.PeerStatus.$Properties instead.
     */
    interface IPeerStatus extends quorumlite.PeerStatus.$Properties {
    }

    /** Represents a PeerStatus. */
    class PeerStatus {

        /**
         * Constructs a new PeerStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.PeerStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PeerStatus nodeId. */
        nodeId: number;

        /** PeerStatus match. */
        match: number;

        /** PeerStatus state. */
        state: string;

        /** PeerStatus connected. */
        connected: boolean;

        /** PeerStatus snapshot. */
        snapshot?: (quorumlite.SnapshotProgress.$Properties|null|undefined);

        /** PeerStatus sentBytes. */
        sentBytes: number;

        /**
         * Encodes the specified PeerStatus message. Does not implicitly {@link quorumlite.PeerStatus.verify|verify} messages.
         * @param message PeerStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.PeerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PeerStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.PeerStatus & quorumlite.PeerStatus.$Shape} PeerStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.PeerStatus & quorumlite.PeerStatus.$Shape;
    }

    namespace PeerStatus {

        /** Properties of a PeerStatus. */
        interface $Properties {

            /** PeerStatus nodeId */
            nodeId?: (number|null|undefined);

            /** PeerStatus match */
            match?: (number|null|undefined);

            /** PeerStatus state */
            state?: (string|null|undefined);

            /** PeerStatus connected */
            connected?: (boolean|null|undefined);

            /** PeerStatus snapshot */
            snapshot?: (quorumlite.SnapshotProgress.$Properties|null|undefined);

            /** PeerStatus sentBytes */
            sentBytes?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PeerStatus. */
        type $Shape = quorumlite.PeerStatus.$Properties;
    }

    /**
     * Properties of an EntryPayload.
     * @deprecated Use quorumlite.EntryPayload.$Properties instead.
     */
    interface IEntryPayload extends quorumlite.EntryPayload.$Properties {
    }

    /** Represents an EntryPayload. */
    class EntryPayload {

        /**
         * Constructs a new EntryPayload.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.EntryPayload.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EntryPayload logClockMs. */
        logClockMs: number;

        /** EntryPayload commit. */
        commit?: (quorumlite.Commit.$Properties|null|undefined);

        /** EntryPayload openSession. */
        openSession?: (quorumlite.OpenSession.$Properties|null|undefined);

        /** EntryPayload keepSessions. */
        keepSessions?: (quorumlite.KeepSessions.$Properties|null|undefined);

        /** EntryPayload closeSession. */
        closeSession?: (quorumlite.CloseSession.$Properties|null|undefined);

        /** EntryPayload notExecuted. */
        notExecuted?: (quorumlite.NotExecuted.$Properties|null|undefined);

        /** EntryPayload createDatabase. */
        createDatabase?: (quorumlite.CreateDatabase.$Properties|null|undefined);

        /** EntryPayload dropDatabase. */
        dropDatabase?: (quorumlite.DropDatabase.$Properties|null|undefined);

        /** EntryPayload part. */
        part?: (quorumlite.Part.$Properties|null|undefined);

        /** EntryPayload copyDatabase. */
        copyDatabase?: (quorumlite.CopyDatabase.$Properties|null|undefined);

        /** EntryPayload setSizeLimit. */
        setSizeLimit?: (quorumlite.SetSizeLimit.$Properties|null|undefined);

        /** EntryPayload body. */
        body?: ("commit"|"openSession"|"keepSessions"|"closeSession"|"notExecuted"|"createDatabase"|"dropDatabase"|"part"|"copyDatabase"|"setSizeLimit");

        /**
         * Encodes the specified EntryPayload message. Does not implicitly {@link quorumlite.EntryPayload.verify|verify} messages.
         * @param message EntryPayload message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.EntryPayload.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EntryPayload message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.EntryPayload & quorumlite.EntryPayload.$Shape} EntryPayload
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.EntryPayload & quorumlite.EntryPayload.$Shape;
    }

    namespace EntryPayload {

        /** Properties of an EntryPayload. */
        interface $Properties {

            /** EntryPayload logClockMs */
            logClockMs?: (number|null|undefined);

            /** EntryPayload commit */
            commit?: (quorumlite.Commit.$Properties|null|undefined);

            /** EntryPayload openSession */
            openSession?: (quorumlite.OpenSession.$Properties|null|undefined);

            /** EntryPayload keepSessions */
            keepSessions?: (quorumlite.KeepSessions.$Properties|null|undefined);

            /** EntryPayload closeSession */
            closeSession?: (quorumlite.CloseSession.$Properties|null|undefined);

            /** EntryPayload notExecuted */
            notExecuted?: (quorumlite.NotExecuted.$Properties|null|undefined);

            /** EntryPayload createDatabase */
            createDatabase?: (quorumlite.CreateDatabase.$Properties|null|undefined);

            /** EntryPayload dropDatabase */
            dropDatabase?: (quorumlite.DropDatabase.$Properties|null|undefined);

            /** EntryPayload part */
            part?: (quorumlite.Part.$Properties|null|undefined);

            /** EntryPayload copyDatabase */
            copyDatabase?: (quorumlite.CopyDatabase.$Properties|null|undefined);

            /** EntryPayload setSizeLimit */
            setSizeLimit?: (quorumlite.SetSizeLimit.$Properties|null|undefined);

            /** EntryPayload body */
            body?: ("commit"|"openSession"|"keepSessions"|"closeSession"|"notExecuted"|"createDatabase"|"dropDatabase"|"part"|"copyDatabase"|"setSizeLimit");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of an EntryPayload. */
        type $Shape = {
          logClockMs?: number|null;
          commit?: quorumlite.Commit.$Shape|null;
          openSession?: quorumlite.OpenSession.$Shape|null;
          keepSessions?: quorumlite.KeepSessions.$Shape|null;
          closeSession?: quorumlite.CloseSession.$Shape|null;
          notExecuted?: quorumlite.NotExecuted.$Shape|null;
          createDatabase?: quorumlite.CreateDatabase.$Shape|null;
          dropDatabase?: quorumlite.DropDatabase.$Shape|null;
          part?: quorumlite.Part.$Shape|null;
          copyDatabase?: quorumlite.CopyDatabase.$Shape|null;
          setSizeLimit?: quorumlite.SetSizeLimit.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "commit"; commit: quorumlite.Commit.$Shape; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "openSession"; commit?: null; openSession: quorumlite.OpenSession.$Shape; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "keepSessions"; commit?: null; openSession?: null; keepSessions: quorumlite.KeepSessions.$Shape; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "closeSession"; commit?: null; openSession?: null; keepSessions?: null; closeSession: quorumlite.CloseSession.$Shape; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "notExecuted"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted: quorumlite.NotExecuted.$Shape; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "createDatabase"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase: quorumlite.CreateDatabase.$Shape; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "dropDatabase"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase: quorumlite.DropDatabase.$Shape; part?: null; copyDatabase?: null; setSizeLimit?: null }|{ body?: "part"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part: quorumlite.Part.$Shape; copyDatabase?: null; setSizeLimit?: null }|{ body?: "copyDatabase"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase: quorumlite.CopyDatabase.$Shape; setSizeLimit?: null }|{ body?: "setSizeLimit"; commit?: null; openSession?: null; keepSessions?: null; closeSession?: null; notExecuted?: null; createDatabase?: null; dropDatabase?: null; part?: null; copyDatabase?: null; setSizeLimit: quorumlite.SetSizeLimit.$Shape })
        );
    }

    /**
     * Properties of a RequestKey.
     * @deprecated Use quorumlite.RequestKey.$Properties instead.
     */
    interface IRequestKey extends quorumlite.RequestKey.$Properties {
    }

    /** Represents a RequestKey. */
    class RequestKey {

        /**
         * Constructs a new RequestKey.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RequestKey.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestKey session. */
        session: number;

        /** RequestKey number. */
        number: number;

        /** RequestKey acknowledgedFloor. */
        acknowledgedFloor: number;

        /**
         * Encodes the specified RequestKey message. Does not implicitly {@link quorumlite.RequestKey.verify|verify} messages.
         * @param message RequestKey message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RequestKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestKey message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RequestKey & quorumlite.RequestKey.$Shape} RequestKey
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RequestKey & quorumlite.RequestKey.$Shape;
    }

    namespace RequestKey {

        /** Properties of a RequestKey. */
        interface $Properties {

            /** RequestKey session */
            session?: (number|null|undefined);

            /** RequestKey number */
            number?: (number|null|undefined);

            /** RequestKey acknowledgedFloor */
            acknowledgedFloor?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestKey. */
        type $Shape = quorumlite.RequestKey.$Properties;
    }

    /**
     * Properties of a Commit.
     * @deprecated Use quorumlite.Commit.$Properties instead.
     */
    interface ICommit extends quorumlite.Commit.$Properties {
    }

    /** Represents a Commit. */
    class Commit {

        /**
         * Constructs a new Commit.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Commit.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Commit database. */
        database: number;

        /** Commit term. */
        term: number;

        /** Commit request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /** Commit result. */
        result: Uint8Array;

        /** Commit baseSequence. */
        baseSequence: number;

        /** Commit pages. */
        pages: Uint8Array;

        /** Commit parts. */
        parts: number;

        /** Commit commitId. */
        commitId: number;

        /**
         * Encodes the specified Commit message. Does not implicitly {@link quorumlite.Commit.verify|verify} messages.
         * @param message Commit message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Commit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Commit message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Commit & quorumlite.Commit.$Shape} Commit
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Commit & quorumlite.Commit.$Shape;
    }

    namespace Commit {

        /** Properties of a Commit. */
        interface $Properties {

            /** Commit database */
            database?: (number|null|undefined);

            /** Commit term */
            term?: (number|null|undefined);

            /** Commit request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** Commit result */
            result?: (Uint8Array|null|undefined);

            /** Commit baseSequence */
            baseSequence?: (number|null|undefined);

            /** Commit pages */
            pages?: (Uint8Array|null|undefined);

            /** Commit parts */
            parts?: (number|null|undefined);

            /** Commit commitId */
            commitId?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Commit. */
        type $Shape = quorumlite.Commit.$Properties;
    }

    /**
     * Properties of a Part.
     * @deprecated Use quorumlite.Part.$Properties instead.
     */
    interface IPart extends quorumlite.Part.$Properties {
    }

    /** Represents a Part. */
    class Part {

        /**
         * Constructs a new Part.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Part.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Part database. */
        database: number;

        /** Part term. */
        term: number;

        /** Part commitId. */
        commitId: number;

        /** Part ordinal. */
        ordinal: number;

        /** Part pages. */
        pages: Uint8Array;

        /**
         * Encodes the specified Part message. Does not implicitly {@link quorumlite.Part.verify|verify} messages.
         * @param message Part message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Part.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Part message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Part & quorumlite.Part.$Shape} Part
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Part & quorumlite.Part.$Shape;
    }

    namespace Part {

        /** Properties of a Part. */
        interface $Properties {

            /** Part database */
            database?: (number|null|undefined);

            /** Part term */
            term?: (number|null|undefined);

            /** Part commitId */
            commitId?: (number|null|undefined);

            /** Part ordinal */
            ordinal?: (number|null|undefined);

            /** Part pages */
            pages?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Part. */
        type $Shape = quorumlite.Part.$Properties;
    }

    /**
     * Properties of an OpenSession.
     * @deprecated Use quorumlite.OpenSession.$Properties instead.
     */
    interface IOpenSession extends quorumlite.OpenSession.$Properties {
    }

    /** Represents an OpenSession. */
    class OpenSession {

        /**
         * Constructs a new OpenSession.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.OpenSession.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OpenSession ttlMs. */
        ttlMs: number;

        /**
         * Encodes the specified OpenSession message. Does not implicitly {@link quorumlite.OpenSession.verify|verify} messages.
         * @param message OpenSession message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.OpenSession.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OpenSession message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.OpenSession & quorumlite.OpenSession.$Shape} OpenSession
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.OpenSession & quorumlite.OpenSession.$Shape;
    }

    namespace OpenSession {

        /** Properties of an OpenSession. */
        interface $Properties {

            /** OpenSession ttlMs */
            ttlMs?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OpenSession. */
        type $Shape = quorumlite.OpenSession.$Properties;
    }

    /**
     * Properties of a KeepSessions.
     * @deprecated Use quorumlite.KeepSessions.$Properties instead.
     */
    interface IKeepSessions extends quorumlite.KeepSessions.$Properties {
    }

    /** Represents a KeepSessions. */
    class KeepSessions {

        /**
         * Constructs a new KeepSessions.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.KeepSessions.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KeepSessions sessions. */
        sessions: number[];

        /**
         * Encodes the specified KeepSessions message. Does not implicitly {@link quorumlite.KeepSessions.verify|verify} messages.
         * @param message KeepSessions message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.KeepSessions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KeepSessions message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.KeepSessions & quorumlite.KeepSessions.$Shape} KeepSessions
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.KeepSessions & quorumlite.KeepSessions.$Shape;
    }

    namespace KeepSessions {

        /** Properties of a KeepSessions. */
        interface $Properties {

            /** KeepSessions sessions */
            sessions?: (readonly number[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KeepSessions. */
        type $Shape = quorumlite.KeepSessions.$Properties;
    }

    /**
     * Properties of a CloseSession.
     * @deprecated Use quorumlite.CloseSession.$Properties instead.
     */
    interface ICloseSession extends quorumlite.CloseSession.$Properties {
    }

    /** Represents a CloseSession. */
    class CloseSession {

        /**
         * Constructs a new CloseSession.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CloseSession.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CloseSession session. */
        session: number;

        /**
         * Encodes the specified CloseSession message. Does not implicitly {@link quorumlite.CloseSession.verify|verify} messages.
         * @param message CloseSession message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CloseSession.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CloseSession message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CloseSession & quorumlite.CloseSession.$Shape} CloseSession
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CloseSession & quorumlite.CloseSession.$Shape;
    }

    namespace CloseSession {

        /** Properties of a CloseSession. */
        interface $Properties {

            /** CloseSession session */
            session?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CloseSession. */
        type $Shape = quorumlite.CloseSession.$Properties;
    }

    /**
     * Properties of a NotExecuted.
     * @deprecated Use quorumlite.NotExecuted.$Properties instead.
     */
    interface INotExecuted extends quorumlite.NotExecuted.$Properties {
    }

    /** Represents a NotExecuted. */
    class NotExecuted {

        /**
         * Constructs a new NotExecuted.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.NotExecuted.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NotExecuted request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /**
         * Encodes the specified NotExecuted message. Does not implicitly {@link quorumlite.NotExecuted.verify|verify} messages.
         * @param message NotExecuted message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.NotExecuted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NotExecuted message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.NotExecuted & quorumlite.NotExecuted.$Shape} NotExecuted
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.NotExecuted & quorumlite.NotExecuted.$Shape;
    }

    namespace NotExecuted {

        /** Properties of a NotExecuted. */
        interface $Properties {

            /** NotExecuted request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NotExecuted. */
        type $Shape = quorumlite.NotExecuted.$Properties;
    }

    /**
     * Properties of a CreateDatabase.
     * @deprecated Use quorumlite.CreateDatabase.$Properties instead.
     */
    interface ICreateDatabase extends quorumlite.CreateDatabase.$Properties {
    }

    /** Represents a CreateDatabase. */
    class CreateDatabase {

        /**
         * Constructs a new CreateDatabase.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CreateDatabase.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CreateDatabase name. */
        name: string;

        /** CreateDatabase page1. */
        page1: Uint8Array;

        /** CreateDatabase checksum. */
        checksum: Uint8Array;

        /** CreateDatabase request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /** CreateDatabase ifNotExists. */
        ifNotExists: boolean;

        /**
         * Encodes the specified CreateDatabase message. Does not implicitly {@link quorumlite.CreateDatabase.verify|verify} messages.
         * @param message CreateDatabase message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CreateDatabase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CreateDatabase message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CreateDatabase & quorumlite.CreateDatabase.$Shape} CreateDatabase
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CreateDatabase & quorumlite.CreateDatabase.$Shape;
    }

    namespace CreateDatabase {

        /** Properties of a CreateDatabase. */
        interface $Properties {

            /** CreateDatabase name */
            name?: (string|null|undefined);

            /** CreateDatabase page1 */
            page1?: (Uint8Array|null);

            /** CreateDatabase checksum */
            checksum?: (Uint8Array|null|undefined);

            /** CreateDatabase request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** CreateDatabase ifNotExists */
            ifNotExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CreateDatabase. */
        type $Shape = quorumlite.CreateDatabase.$Properties;
    }

    /**
     * Properties of a DropDatabase.
     * @deprecated Use quorumlite.DropDatabase.$Properties instead.
     */
    interface IDropDatabase extends quorumlite.DropDatabase.$Properties {
    }

    /** Represents a DropDatabase. */
    class DropDatabase {

        /**
         * Constructs a new DropDatabase.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.DropDatabase.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DropDatabase name. */
        name: string;

        /** DropDatabase request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /** DropDatabase ifExists. */
        ifExists: boolean;

        /**
         * Encodes the specified DropDatabase message. Does not implicitly {@link quorumlite.DropDatabase.verify|verify} messages.
         * @param message DropDatabase message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.DropDatabase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DropDatabase message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.DropDatabase & quorumlite.DropDatabase.$Shape} DropDatabase
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.DropDatabase & quorumlite.DropDatabase.$Shape;
    }

    namespace DropDatabase {

        /** Properties of a DropDatabase. */
        interface $Properties {

            /** DropDatabase name */
            name?: (string|null|undefined);

            /** DropDatabase request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** DropDatabase ifExists */
            ifExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DropDatabase. */
        type $Shape = quorumlite.DropDatabase.$Properties;
    }

    /**
     * Properties of a CopyDatabase.
     * @deprecated Use quorumlite.CopyDatabase.$Properties instead.
     */
    interface ICopyDatabase extends quorumlite.CopyDatabase.$Properties {
    }

    /** Represents a CopyDatabase. */
    class CopyDatabase {

        /**
         * Constructs a new CopyDatabase.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CopyDatabase.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CopyDatabase source. */
        source: string;

        /** CopyDatabase name. */
        name: string;

        /** CopyDatabase request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /** CopyDatabase ifNotExists. */
        ifNotExists: boolean;

        /**
         * Encodes the specified CopyDatabase message. Does not implicitly {@link quorumlite.CopyDatabase.verify|verify} messages.
         * @param message CopyDatabase message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CopyDatabase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CopyDatabase message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CopyDatabase & quorumlite.CopyDatabase.$Shape} CopyDatabase
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CopyDatabase & quorumlite.CopyDatabase.$Shape;
    }

    namespace CopyDatabase {

        /** Properties of a CopyDatabase. */
        interface $Properties {

            /** CopyDatabase source */
            source?: (string|null|undefined);

            /** CopyDatabase name */
            name?: (string|null|undefined);

            /** CopyDatabase request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** CopyDatabase ifNotExists */
            ifNotExists?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CopyDatabase. */
        type $Shape = quorumlite.CopyDatabase.$Properties;
    }

    /**
     * Properties of a SetSizeLimit.
     * @deprecated Use quorumlite.SetSizeLimit.$Properties instead.
     */
    interface ISetSizeLimit extends quorumlite.SetSizeLimit.$Properties {
    }

    /** Represents a SetSizeLimit. */
    class SetSizeLimit {

        /**
         * Constructs a new SetSizeLimit.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SetSizeLimit.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetSizeLimit database. */
        database: string;

        /** SetSizeLimit pagesMax. */
        pagesMax: number;

        /** SetSizeLimit request. */
        request?: (quorumlite.RequestKey.$Properties|null|undefined);

        /**
         * Encodes the specified SetSizeLimit message. Does not implicitly {@link quorumlite.SetSizeLimit.verify|verify} messages.
         * @param message SetSizeLimit message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SetSizeLimit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetSizeLimit message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SetSizeLimit & quorumlite.SetSizeLimit.$Shape} SetSizeLimit
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SetSizeLimit & quorumlite.SetSizeLimit.$Shape;
    }

    namespace SetSizeLimit {

        /** Properties of a SetSizeLimit. */
        interface $Properties {

            /** SetSizeLimit database */
            database?: (string|null|undefined);

            /** SetSizeLimit pagesMax */
            pagesMax?: (number|null|undefined);

            /** SetSizeLimit request */
            request?: (quorumlite.RequestKey.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetSizeLimit. */
        type $Shape = quorumlite.SetSizeLimit.$Properties;
    }

    /**
     * Properties of a Member.
     * @deprecated Use quorumlite.Member.$Properties instead.
     */
    interface IMember extends quorumlite.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member nodeId. */
        nodeId: number;

        /** Member peerId. */
        peerId: string;

        /** Member storageId. */
        storageId: string;

        /** Member addresses. */
        addresses: string[];

        /** Member name. */
        name: string;

        /**
         * Encodes the specified Member message. Does not implicitly {@link quorumlite.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Member & quorumlite.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Member & quorumlite.Member.$Shape;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member nodeId */
            nodeId?: (number|null|undefined);

            /** Member peerId */
            peerId?: (string|null|undefined);

            /** Member storageId */
            storageId?: (string|null|undefined);

            /** Member addresses */
            addresses?: (readonly string[]|null|undefined);

            /** Member name */
            name?: (string|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = quorumlite.Member.$Properties;
    }

    /**
     * Properties of a DatabaseState.
     * @deprecated Use quorumlite.DatabaseState.$Properties instead.
     */
    interface IDatabaseState extends quorumlite.DatabaseState.$Properties {
    }

    /** Represents a DatabaseState. */
    class DatabaseState {

        /**
         * Constructs a new DatabaseState.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.DatabaseState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DatabaseState id. */
        id: number;

        /** DatabaseState name. */
        name: string;

        /** DatabaseState sequence. */
        sequence: number;

        /** DatabaseState checksum. */
        checksum: Uint8Array;

        /** DatabaseState pageCount. */
        pageCount: number;

        /** DatabaseState createdIndex. */
        createdIndex: number;

        /** DatabaseState family. */
        family: number;

        /** DatabaseState pagesMax. */
        pagesMax: number;

        /**
         * Encodes the specified DatabaseState message. Does not implicitly {@link quorumlite.DatabaseState.verify|verify} messages.
         * @param message DatabaseState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.DatabaseState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DatabaseState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.DatabaseState & quorumlite.DatabaseState.$Shape} DatabaseState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.DatabaseState & quorumlite.DatabaseState.$Shape;
    }

    namespace DatabaseState {

        /** Properties of a DatabaseState. */
        interface $Properties {

            /** DatabaseState id */
            id?: (number|null|undefined);

            /** DatabaseState name */
            name?: (string|null|undefined);

            /** DatabaseState sequence */
            sequence?: (number|null|undefined);

            /** DatabaseState checksum */
            checksum?: (Uint8Array|null|undefined);

            /** DatabaseState pageCount */
            pageCount?: (number|null|undefined);

            /** DatabaseState createdIndex */
            createdIndex?: (number|null|undefined);

            /** DatabaseState family */
            family?: (number|null|undefined);

            /** DatabaseState pagesMax */
            pagesMax?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DatabaseState. */
        type $Shape = quorumlite.DatabaseState.$Properties;
    }

    /**
     * Properties of a SessionState.
     * @deprecated Use quorumlite.SessionState.$Properties instead.
     */
    interface ISessionState extends quorumlite.SessionState.$Properties {
    }

    /** Represents a SessionState. */
    class SessionState {

        /**
         * Constructs a new SessionState.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SessionState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionState id. */
        id: number;

        /** SessionState ttlMs. */
        ttlMs: number;

        /** SessionState lastActiveMs. */
        lastActiveMs: number;

        /** SessionState acknowledgedFloor. */
        acknowledgedFloor: number;

        /** SessionState records. */
        records: quorumlite.SessionRecord.$Properties[];

        /**
         * Encodes the specified SessionState message. Does not implicitly {@link quorumlite.SessionState.verify|verify} messages.
         * @param message SessionState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SessionState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SessionState & quorumlite.SessionState.$Shape} SessionState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SessionState & quorumlite.SessionState.$Shape;
    }

    namespace SessionState {

        /** Properties of a SessionState. */
        interface $Properties {

            /** SessionState id */
            id?: (number|null|undefined);

            /** SessionState ttlMs */
            ttlMs?: (number|null|undefined);

            /** SessionState lastActiveMs */
            lastActiveMs?: (number|null|undefined);

            /** SessionState acknowledgedFloor */
            acknowledgedFloor?: (number|null|undefined);

            /** SessionState records */
            records?: (readonly quorumlite.SessionRecord.$Properties[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionState. */
        type $Shape = quorumlite.SessionState.$Properties;
    }

    /**
     * Properties of a SessionRecord.
     * @deprecated Use quorumlite.SessionRecord.$Properties instead.
     */
    interface ISessionRecord extends quorumlite.SessionRecord.$Properties {
    }

    /** Represents a SessionRecord. */
    class SessionRecord {

        /**
         * Constructs a new SessionRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SessionRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionRecord number. */
        number: number;

        /** SessionRecord index. */
        index: number;

        /** SessionRecord result. */
        result: Uint8Array;

        /**
         * Encodes the specified SessionRecord message. Does not implicitly {@link quorumlite.SessionRecord.verify|verify} messages.
         * @param message SessionRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SessionRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SessionRecord & quorumlite.SessionRecord.$Shape} SessionRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SessionRecord & quorumlite.SessionRecord.$Shape;
    }

    namespace SessionRecord {

        /** Properties of a SessionRecord. */
        interface $Properties {

            /** SessionRecord number */
            number?: (number|null|undefined);

            /** SessionRecord index */
            index?: (number|null|undefined);

            /** SessionRecord result */
            result?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionRecord. */
        type $Shape = quorumlite.SessionRecord.$Properties;
    }

    /**
     * Properties of a ReplicatedState.
     * @deprecated Use quorumlite.ReplicatedState.$Properties instead.
     */
    interface IReplicatedState extends quorumlite.ReplicatedState.$Properties {
    }

    /** Represents a ReplicatedState. */
    class ReplicatedState {

        /**
         * Constructs a new ReplicatedState.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ReplicatedState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplicatedState format. */
        format: number;

        /** ReplicatedState appliedIndex. */
        appliedIndex: number;

        /** ReplicatedState appliedTerm. */
        appliedTerm: number;

        /** ReplicatedState confState. */
        confState?: (quorumlite.ConfState.$Properties|null|undefined);

        /** ReplicatedState logClockMs. */
        logClockMs: number;

        /** ReplicatedState databases. */
        databases: quorumlite.DatabaseState.$Properties[];

        /** ReplicatedState sessions. */
        sessions: quorumlite.SessionState.$Properties[];

        /** ReplicatedState members. */
        members: quorumlite.Member.$Properties[];

        /** ReplicatedState nextDatabaseId. */
        nextDatabaseId: number;

        /** ReplicatedState nextNodeId. */
        nextNodeId: number;

        /** ReplicatedState removedNodes. */
        removedNodes: number[];

        /** ReplicatedState clusterId. */
        clusterId: Uint8Array;

        /** ReplicatedState historyId. */
        historyId: Uint8Array;

        /** ReplicatedState databasePagesMax. */
        databasePagesMax: number;

        /**
         * Encodes the specified ReplicatedState message. Does not implicitly {@link quorumlite.ReplicatedState.verify|verify} messages.
         * @param message ReplicatedState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ReplicatedState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplicatedState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ReplicatedState & quorumlite.ReplicatedState.$Shape} ReplicatedState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ReplicatedState & quorumlite.ReplicatedState.$Shape;
    }

    namespace ReplicatedState {

        /** Properties of a ReplicatedState. */
        interface $Properties {

            /** ReplicatedState format */
            format?: (number|null|undefined);

            /** ReplicatedState appliedIndex */
            appliedIndex?: (number|null|undefined);

            /** ReplicatedState appliedTerm */
            appliedTerm?: (number|null|undefined);

            /** ReplicatedState confState */
            confState?: (quorumlite.ConfState.$Properties|null|undefined);

            /** ReplicatedState logClockMs */
            logClockMs?: (number|null|undefined);

            /** ReplicatedState databases */
            databases?: (readonly quorumlite.DatabaseState.$Properties[]|null|undefined);

            /** ReplicatedState sessions */
            sessions?: (readonly quorumlite.SessionState.$Properties[]|null|undefined);

            /** ReplicatedState members */
            members?: (readonly quorumlite.Member.$Properties[]|null|undefined);

            /** ReplicatedState nextDatabaseId */
            nextDatabaseId?: (number|null|undefined);

            /** ReplicatedState nextNodeId */
            nextNodeId?: (number|null|undefined);

            /** ReplicatedState removedNodes */
            removedNodes?: (readonly number[]|null|undefined);

            /** ReplicatedState clusterId */
            clusterId?: (Uint8Array|null|undefined);

            /** ReplicatedState historyId */
            historyId?: (Uint8Array|null|undefined);

            /** ReplicatedState databasePagesMax */
            databasePagesMax?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplicatedState. */
        type $Shape = quorumlite.ReplicatedState.$Properties;
    }

    /**
     * Properties of a RaftFrame.
     * @deprecated Use quorumlite.RaftFrame.$Properties instead.
     */
    interface IRaftFrame extends quorumlite.RaftFrame.$Properties {
    }

    /** Represents a RaftFrame. */
    class RaftFrame {

        /**
         * Constructs a new RaftFrame.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RaftFrame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaftFrame group. */
        group: number;

        /** RaftFrame messages. */
        messages: quorumlite.RaftMessage.$Properties[];

        /**
         * Encodes the specified RaftFrame message. Does not implicitly {@link quorumlite.RaftFrame.verify|verify} messages.
         * @param message RaftFrame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RaftFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaftFrame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RaftFrame & quorumlite.RaftFrame.$Shape} RaftFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RaftFrame & quorumlite.RaftFrame.$Shape;
    }

    namespace RaftFrame {

        /** Properties of a RaftFrame. */
        interface $Properties {

            /** RaftFrame group */
            group?: (number|null|undefined);

            /** RaftFrame messages */
            messages?: (readonly quorumlite.RaftMessage.$Properties[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaftFrame. */
        type $Shape = quorumlite.RaftFrame.$Properties;
    }

    /**
     * Properties of a RaftMessage.
     * @deprecated Use quorumlite.RaftMessage.$Properties instead.
     */
    interface IRaftMessage extends quorumlite.RaftMessage.$Properties {
    }

    /** Represents a RaftMessage. */
    class RaftMessage {

        /**
         * Constructs a new RaftMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RaftMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaftMessage type. */
        type: number;

        /** RaftMessage from. */
        from: number;

        /** RaftMessage to. */
        to: number;

        /** RaftMessage term. */
        term: number;

        /** RaftMessage logTerm. */
        logTerm: number;

        /** RaftMessage index. */
        index: number;

        /** RaftMessage entries. */
        entries: quorumlite.RaftEntry.$Properties[];

        /** RaftMessage commit. */
        commit: number;

        /** RaftMessage reject. */
        reject: boolean;

        /** RaftMessage rejectHint. */
        rejectHint: number;

        /** RaftMessage context. */
        context: number;

        /** RaftMessage snapshot. */
        snapshot?: (quorumlite.SnapshotMetadata.$Properties|null|undefined);

        /** RaftMessage priority. */
        priority: number;

        /**
         * Encodes the specified RaftMessage message. Does not implicitly {@link quorumlite.RaftMessage.verify|verify} messages.
         * @param message RaftMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RaftMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaftMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RaftMessage & quorumlite.RaftMessage.$Shape} RaftMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RaftMessage & quorumlite.RaftMessage.$Shape;
    }

    namespace RaftMessage {

        /** Properties of a RaftMessage. */
        interface $Properties {

            /** RaftMessage type */
            type?: (number|null|undefined);

            /** RaftMessage from */
            from?: (number|null|undefined);

            /** RaftMessage to */
            to?: (number|null|undefined);

            /** RaftMessage term */
            term?: (number|null|undefined);

            /** RaftMessage logTerm */
            logTerm?: (number|null|undefined);

            /** RaftMessage index */
            index?: (number|null|undefined);

            /** RaftMessage entries */
            entries?: (readonly quorumlite.RaftEntry.$Properties[]|null|undefined);

            /** RaftMessage commit */
            commit?: (number|null|undefined);

            /** RaftMessage reject */
            reject?: (boolean|null|undefined);

            /** RaftMessage rejectHint */
            rejectHint?: (number|null|undefined);

            /** RaftMessage context */
            context?: (number|null|undefined);

            /** RaftMessage snapshot */
            snapshot?: (quorumlite.SnapshotMetadata.$Properties|null|undefined);

            /** RaftMessage priority */
            priority?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaftMessage. */
        type $Shape = quorumlite.RaftMessage.$Properties;
    }

    /**
     * Properties of a RaftEntry.
     * @deprecated Use quorumlite.RaftEntry.$Properties instead.
     */
    interface IRaftEntry extends quorumlite.RaftEntry.$Properties {
    }

    /** Represents a RaftEntry. */
    class RaftEntry {

        /**
         * Constructs a new RaftEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.RaftEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaftEntry term. */
        term: number;

        /** RaftEntry type. */
        type: number;

        /** RaftEntry data. */
        data: Uint8Array;

        /**
         * Encodes the specified RaftEntry message. Does not implicitly {@link quorumlite.RaftEntry.verify|verify} messages.
         * @param message RaftEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.RaftEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaftEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.RaftEntry & quorumlite.RaftEntry.$Shape} RaftEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.RaftEntry & quorumlite.RaftEntry.$Shape;
    }

    namespace RaftEntry {

        /** Properties of a RaftEntry. */
        interface $Properties {

            /** RaftEntry term */
            term?: (number|null|undefined);

            /** RaftEntry type */
            type?: (number|null|undefined);

            /** RaftEntry data */
            data?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaftEntry. */
        type $Shape = quorumlite.RaftEntry.$Properties;
    }

    /**
     * Properties of a SnapshotMetadata.
     * @deprecated Use quorumlite.SnapshotMetadata.$Properties instead.
     */
    interface ISnapshotMetadata extends quorumlite.SnapshotMetadata.$Properties {
    }

    /** Represents a SnapshotMetadata. */
    class SnapshotMetadata {

        /**
         * Constructs a new SnapshotMetadata.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotMetadata.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotMetadata index. */
        index: number;

        /** SnapshotMetadata term. */
        term: number;

        /** SnapshotMetadata confState. */
        confState?: (quorumlite.ConfState.$Properties|null|undefined);

        /**
         * Encodes the specified SnapshotMetadata message. Does not implicitly {@link quorumlite.SnapshotMetadata.verify|verify} messages.
         * @param message SnapshotMetadata message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotMetadata message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotMetadata & quorumlite.SnapshotMetadata.$Shape} SnapshotMetadata
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotMetadata & quorumlite.SnapshotMetadata.$Shape;
    }

    namespace SnapshotMetadata {

        /** Properties of a SnapshotMetadata. */
        interface $Properties {

            /** SnapshotMetadata index */
            index?: (number|null|undefined);

            /** SnapshotMetadata term */
            term?: (number|null|undefined);

            /** SnapshotMetadata confState */
            confState?: (quorumlite.ConfState.$Properties|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotMetadata. */
        type $Shape = quorumlite.SnapshotMetadata.$Properties;
    }

    /**
     * Properties of a ConfState.
     * @deprecated Use quorumlite.ConfState.$Properties instead.
     */
    interface IConfState extends quorumlite.ConfState.$Properties {
    }

    /** Represents a ConfState. */
    class ConfState {

        /**
         * Constructs a new ConfState.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.ConfState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ConfState voters. */
        voters: number[];

        /** ConfState learners. */
        learners: number[];

        /** ConfState votersOutgoing. */
        votersOutgoing: number[];

        /** ConfState learnersNext. */
        learnersNext: number[];

        /** ConfState autoLeave. */
        autoLeave: boolean;

        /**
         * Encodes the specified ConfState message. Does not implicitly {@link quorumlite.ConfState.verify|verify} messages.
         * @param message ConfState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.ConfState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ConfState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.ConfState & quorumlite.ConfState.$Shape} ConfState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.ConfState & quorumlite.ConfState.$Shape;
    }

    namespace ConfState {

        /** Properties of a ConfState. */
        interface $Properties {

            /** ConfState voters */
            voters?: (readonly number[]|null|undefined);

            /** ConfState learners */
            learners?: (readonly number[]|null|undefined);

            /** ConfState votersOutgoing */
            votersOutgoing?: (readonly number[]|null|undefined);

            /** ConfState learnersNext */
            learnersNext?: (readonly number[]|null|undefined);

            /** ConfState autoLeave */
            autoLeave?: (boolean|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ConfState. */
        type $Shape = quorumlite.ConfState.$Properties;
    }

    /**
     * Properties of a Hello.
     * @deprecated Use quorumlite.Hello.$Properties instead.
     */
    interface IHello extends quorumlite.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /**
         * Constructs a new Hello.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Hello.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello version. */
        version: number;

        /** Hello versionMin. */
        versionMin: number;

        /** Hello clusterId. */
        clusterId: Uint8Array;

        /** Hello nodeId. */
        nodeId: number;

        /** Hello storageId. */
        storageId: string;

        /** Hello nonce. */
        nonce: Uint8Array;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link quorumlite.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Hello & quorumlite.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Hello & quorumlite.Hello.$Shape;
    }

    namespace Hello {

        /** Properties of a Hello. */
        interface $Properties {

            /** Hello version */
            version?: (number|null|undefined);

            /** Hello versionMin */
            versionMin?: (number|null|undefined);

            /** Hello clusterId */
            clusterId?: (Uint8Array|null|undefined);

            /** Hello nodeId */
            nodeId?: (number|null|undefined);

            /** Hello storageId */
            storageId?: (string|null|undefined);

            /** Hello nonce */
            nonce?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = quorumlite.Hello.$Properties;
    }

    /**
     * Properties of a Proof.
     * @deprecated Use quorumlite.Proof.$Properties instead.
     */
    interface IProof extends quorumlite.Proof.$Properties {
    }

    /** Represents a Proof. */
    class Proof {

        /**
         * Constructs a new Proof.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Proof.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Proof mac. */
        mac: Uint8Array;

        /**
         * Encodes the specified Proof message. Does not implicitly {@link quorumlite.Proof.verify|verify} messages.
         * @param message Proof message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Proof message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Proof & quorumlite.Proof.$Shape} Proof
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Proof & quorumlite.Proof.$Shape;
    }

    namespace Proof {

        /** Properties of a Proof. */
        interface $Properties {

            /** Proof mac */
            mac?: (Uint8Array|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Proof. */
        type $Shape = quorumlite.Proof.$Properties;
    }

    /**
     * Properties of a Refusal.
     * @deprecated Use quorumlite.Refusal.$Properties instead.
     */
    interface IRefusal extends quorumlite.Refusal.$Properties {
    }

    /** Represents a Refusal. */
    class Refusal {

        /**
         * Constructs a new Refusal.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.Refusal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refusal code. */
        code: string;

        /** Refusal message. */
        message: string;

        /** Refusal hint. */
        hint: string;

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link quorumlite.Refusal.verify|verify} messages.
         * @param message Refusal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.Refusal & quorumlite.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.Refusal & quorumlite.Refusal.$Shape;
    }

    namespace Refusal {

        /** Properties of a Refusal. */
        interface $Properties {

            /** Refusal code */
            code?: (string|null|undefined);

            /** Refusal message */
            message?: (string|null|undefined);

            /** Refusal hint */
            hint?: (string|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refusal. */
        type $Shape = quorumlite.Refusal.$Properties;
    }

    /**
     * Properties of a HandshakeFrame.
     * @deprecated Use quorumlite.HandshakeFrame.$Properties instead.
     */
    interface IHandshakeFrame extends quorumlite.HandshakeFrame.$Properties {
    }

    /** Represents a HandshakeFrame. */
    class HandshakeFrame {

        /**
         * Constructs a new HandshakeFrame.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.HandshakeFrame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HandshakeFrame hello. */
        hello?: (quorumlite.Hello.$Properties|null|undefined);

        /** HandshakeFrame proof. */
        proof?: (quorumlite.Proof.$Properties|null|undefined);

        /** HandshakeFrame refusal. */
        refusal?: (quorumlite.Refusal.$Properties|null|undefined);

        /** HandshakeFrame body. */
        body?: ("hello"|"proof"|"refusal");

        /**
         * Encodes the specified HandshakeFrame message. Does not implicitly {@link quorumlite.HandshakeFrame.verify|verify} messages.
         * @param message HandshakeFrame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.HandshakeFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HandshakeFrame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.HandshakeFrame & quorumlite.HandshakeFrame.$Shape} HandshakeFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.HandshakeFrame & quorumlite.HandshakeFrame.$Shape;
    }

    namespace HandshakeFrame {

        /** Properties of a HandshakeFrame. */
        interface $Properties {

            /** HandshakeFrame hello */
            hello?: (quorumlite.Hello.$Properties|null|undefined);

            /** HandshakeFrame proof */
            proof?: (quorumlite.Proof.$Properties|null|undefined);

            /** HandshakeFrame refusal */
            refusal?: (quorumlite.Refusal.$Properties|null|undefined);

            /** HandshakeFrame body */
            body?: ("hello"|"proof"|"refusal");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a HandshakeFrame. */
        type $Shape = {
          hello?: quorumlite.Hello.$Shape|null;
          proof?: quorumlite.Proof.$Shape|null;
          refusal?: quorumlite.Refusal.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; hello?: null; proof?: null; refusal?: null }|{ body?: "hello"; hello: quorumlite.Hello.$Shape; proof?: null; refusal?: null }|{ body?: "proof"; hello?: null; proof: quorumlite.Proof.$Shape; refusal?: null }|{ body?: "refusal"; hello?: null; proof?: null; refusal: quorumlite.Refusal.$Shape })
        );
    }

    /**
     * Properties of a SnapshotFrame.
     * @deprecated Use quorumlite.SnapshotFrame.$Properties instead.
     */
    interface ISnapshotFrame extends quorumlite.SnapshotFrame.$Properties {
    }

    /** Represents a SnapshotFrame. */
    class SnapshotFrame {

        /**
         * Constructs a new SnapshotFrame.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotFrame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotFrame offer. */
        offer?: (quorumlite.SnapshotOffer.$Properties|null|undefined);

        /** SnapshotFrame want. */
        want?: (quorumlite.SnapshotWant.$Properties|null|undefined);

        /** SnapshotFrame begin. */
        begin?: (quorumlite.SnapshotBegin.$Properties|null|undefined);

        /** SnapshotFrame pages. */
        pages?: (quorumlite.SnapshotPages.$Properties|null|undefined);

        /** SnapshotFrame end. */
        end?: (quorumlite.SnapshotEnd.$Properties|null|undefined);

        /** SnapshotFrame answer. */
        answer?: (quorumlite.SnapshotAnswer.$Properties|null|undefined);

        /** SnapshotFrame body. */
        body?: ("offer"|"want"|"begin"|"pages"|"end"|"answer");

        /**
         * Encodes the specified SnapshotFrame message. Does not implicitly {@link quorumlite.SnapshotFrame.verify|verify} messages.
         * @param message SnapshotFrame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotFrame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotFrame & quorumlite.SnapshotFrame.$Shape} SnapshotFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotFrame & quorumlite.SnapshotFrame.$Shape;
    }

    namespace SnapshotFrame {

        /** Properties of a SnapshotFrame. */
        interface $Properties {

            /** SnapshotFrame offer */
            offer?: (quorumlite.SnapshotOffer.$Properties|null|undefined);

            /** SnapshotFrame want */
            want?: (quorumlite.SnapshotWant.$Properties|null|undefined);

            /** SnapshotFrame begin */
            begin?: (quorumlite.SnapshotBegin.$Properties|null|undefined);

            /** SnapshotFrame pages */
            pages?: (quorumlite.SnapshotPages.$Properties|null|undefined);

            /** SnapshotFrame end */
            end?: (quorumlite.SnapshotEnd.$Properties|null|undefined);

            /** SnapshotFrame answer */
            answer?: (quorumlite.SnapshotAnswer.$Properties|null|undefined);

            /** SnapshotFrame body */
            body?: ("offer"|"want"|"begin"|"pages"|"end"|"answer");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a SnapshotFrame. */
        type $Shape = {
          offer?: quorumlite.SnapshotOffer.$Shape|null;
          want?: quorumlite.SnapshotWant.$Shape|null;
          begin?: quorumlite.SnapshotBegin.$Shape|null;
          pages?: quorumlite.SnapshotPages.$Shape|null;
          end?: quorumlite.SnapshotEnd.$Shape|null;
          answer?: quorumlite.SnapshotAnswer.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; offer?: null; want?: null; begin?: null; pages?: null; end?: null; answer?: null }|{ body?: "offer"; offer: quorumlite.SnapshotOffer.$Shape; want?: null; begin?: null; pages?: null; end?: null; answer?: null }|{ body?: "want"; offer?: null; want: quorumlite.SnapshotWant.$Shape; begin?: null; pages?: null; end?: null; answer?: null }|{ body?: "begin"; offer?: null; want?: null; begin: quorumlite.SnapshotBegin.$Shape; pages?: null; end?: null; answer?: null }|{ body?: "pages"; offer?: null; want?: null; begin?: null; pages: quorumlite.SnapshotPages.$Shape; end?: null; answer?: null }|{ body?: "end"; offer?: null; want?: null; begin?: null; pages?: null; end: quorumlite.SnapshotEnd.$Shape; answer?: null }|{ body?: "answer"; offer?: null; want?: null; begin?: null; pages?: null; end?: null; answer: quorumlite.SnapshotAnswer.$Shape })
        );
    }

    /**
     * Properties of a SnapshotOffer.
     * @deprecated Use quorumlite.SnapshotOffer.$Properties instead.
     */
    interface ISnapshotOffer extends quorumlite.SnapshotOffer.$Properties {
    }

    /** Represents a SnapshotOffer. */
    class SnapshotOffer {

        /**
         * Constructs a new SnapshotOffer.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotOffer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotOffer group. */
        group: number;

        /** SnapshotOffer term. */
        term: number;

        /** SnapshotOffer from. */
        from: number;

        /**
         * Encodes the specified SnapshotOffer message. Does not implicitly {@link quorumlite.SnapshotOffer.verify|verify} messages.
         * @param message SnapshotOffer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotOffer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotOffer & quorumlite.SnapshotOffer.$Shape} SnapshotOffer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotOffer & quorumlite.SnapshotOffer.$Shape;
    }

    namespace SnapshotOffer {

        /** Properties of a SnapshotOffer. */
        interface $Properties {

            /** SnapshotOffer group */
            group?: (number|null|undefined);

            /** SnapshotOffer term */
            term?: (number|null|undefined);

            /** SnapshotOffer from */
            from?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotOffer. */
        type $Shape = quorumlite.SnapshotOffer.$Properties;
    }

    /**
     * Properties of a SnapshotWant.
     * @deprecated Use quorumlite.SnapshotWant.$Properties instead.
     */
    interface ISnapshotWant extends quorumlite.SnapshotWant.$Properties {
    }

    /** Represents a SnapshotWant. */
    class SnapshotWant {

        /**
         * Constructs a new SnapshotWant.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotWant.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotWant group. */
        group: number;

        /** SnapshotWant from. */
        from: number;

        /** SnapshotWant ranges. */
        ranges: quorumlite.CoveredRange.$Properties[];

        /** SnapshotWant restIndex. */
        restIndex: number;

        /** SnapshotWant newestIndex. */
        newestIndex: number;

        /** SnapshotWant codecs. */
        codecs: number[];

        /** SnapshotWant damaged. */
        damaged: quorumlite.DamagedPages.$Properties[];

        /**
         * Encodes the specified SnapshotWant message. Does not implicitly {@link quorumlite.SnapshotWant.verify|verify} messages.
         * @param message SnapshotWant message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotWant.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotWant message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotWant & quorumlite.SnapshotWant.$Shape} SnapshotWant
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotWant & quorumlite.SnapshotWant.$Shape;
    }

    namespace SnapshotWant {

        /** Properties of a SnapshotWant. */
        interface $Properties {

            /** SnapshotWant group */
            group?: (number|null|undefined);

            /** SnapshotWant from */
            from?: (number|null|undefined);

            /** SnapshotWant ranges */
            ranges?: (readonly quorumlite.CoveredRange.$Properties[]|null|undefined);

            /** SnapshotWant restIndex */
            restIndex?: (number|null|undefined);

            /** SnapshotWant newestIndex */
            newestIndex?: (number|null|undefined);

            /** SnapshotWant codecs */
            codecs?: (readonly number[]|null|undefined);

            /** SnapshotWant damaged */
            damaged?: (readonly quorumlite.DamagedPages.$Properties[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotWant. */
        type $Shape = quorumlite.SnapshotWant.$Properties;
    }

    /**
     * Properties of a CoveredRange.
     * @deprecated Use quorumlite.CoveredRange.$Properties instead.
     */
    interface ICoveredRange extends quorumlite.CoveredRange.$Properties {
    }

    /** Represents a CoveredRange. */
    class CoveredRange {

        /**
         * Constructs a new CoveredRange.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.CoveredRange.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CoveredRange database. */
        database: number;

        /** CoveredRange pgno. */
        pgno: number;

        /** CoveredRange index. */
        index: number;

        /**
         * Encodes the specified CoveredRange message. Does not implicitly {@link quorumlite.CoveredRange.verify|verify} messages.
         * @param message CoveredRange message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.CoveredRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CoveredRange message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.CoveredRange & quorumlite.CoveredRange.$Shape} CoveredRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.CoveredRange & quorumlite.CoveredRange.$Shape;
    }

    namespace CoveredRange {

        /** Properties of a CoveredRange. */
        interface $Properties {

            /** CoveredRange database */
            database?: (number|null|undefined);

            /** CoveredRange pgno */
            pgno?: (number|null|undefined);

            /** CoveredRange index */
            index?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CoveredRange. */
        type $Shape = quorumlite.CoveredRange.$Properties;
    }

    /**
     * Properties of a DamagedPages.
     * @deprecated Use quorumlite.DamagedPages.$Properties instead.
     */
    interface IDamagedPages extends quorumlite.DamagedPages.$Properties {
    }

    /** Represents a DamagedPages. */
    class DamagedPages {

        /**
         * Constructs a new DamagedPages.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.DamagedPages.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DamagedPages database. */
        database: number;

        /** DamagedPages pageNumbers. */
        pageNumbers: number[];

        /**
         * Encodes the specified DamagedPages message. Does not implicitly {@link quorumlite.DamagedPages.verify|verify} messages.
         * @param message DamagedPages message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.DamagedPages.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DamagedPages message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.DamagedPages & quorumlite.DamagedPages.$Shape} DamagedPages
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.DamagedPages & quorumlite.DamagedPages.$Shape;
    }

    namespace DamagedPages {

        /** Properties of a DamagedPages. */
        interface $Properties {

            /** DamagedPages database */
            database?: (number|null|undefined);

            /** DamagedPages pageNumbers */
            pageNumbers?: (readonly number[]|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DamagedPages. */
        type $Shape = quorumlite.DamagedPages.$Properties;
    }

    /**
     * Properties of a SnapshotBegin.
     * @deprecated Use quorumlite.SnapshotBegin.$Properties instead.
     */
    interface ISnapshotBegin extends quorumlite.SnapshotBegin.$Properties {
    }

    /** Represents a SnapshotBegin. */
    class SnapshotBegin {

        /**
         * Constructs a new SnapshotBegin.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotBegin.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotBegin metadata. */
        metadata?: (quorumlite.SnapshotMetadata.$Properties|null|undefined);

        /** SnapshotBegin state. */
        state: Uint8Array;

        /** SnapshotBegin pagesTotal. */
        pagesTotal: number;

        /**
         * Encodes the specified SnapshotBegin message. Does not implicitly {@link quorumlite.SnapshotBegin.verify|verify} messages.
         * @param message SnapshotBegin message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotBegin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotBegin message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotBegin & quorumlite.SnapshotBegin.$Shape} SnapshotBegin
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotBegin & quorumlite.SnapshotBegin.$Shape;
    }

    namespace SnapshotBegin {

        /** Properties of a SnapshotBegin. */
        interface $Properties {

            /** SnapshotBegin metadata */
            metadata?: (quorumlite.SnapshotMetadata.$Properties|null|undefined);

            /** SnapshotBegin state */
            state?: (Uint8Array|null|undefined);

            /** SnapshotBegin pagesTotal */
            pagesTotal?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotBegin. */
        type $Shape = quorumlite.SnapshotBegin.$Properties;
    }

    /**
     * Properties of a SnapshotPages.
     * @deprecated Use quorumlite.SnapshotPages.$Properties instead.
     */
    interface ISnapshotPages extends quorumlite.SnapshotPages.$Properties {
    }

    /** Represents a SnapshotPages. */
    class SnapshotPages {

        /**
         * Constructs a new SnapshotPages.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotPages.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotPages database. */
        database: number;

        /** SnapshotPages throughPgno. */
        throughPgno: number;

        /** SnapshotPages pageNumbers. */
        pageNumbers: number[];

        /** SnapshotPages changedIndexes. */
        changedIndexes: number[];

        /** SnapshotPages absent. */
        absent: number[];

        /** SnapshotPages hashes. */
        hashes: Uint8Array;

        /** SnapshotPages codec. */
        codec: number;

        /** SnapshotPages data. */
        data: Uint8Array;

        /** SnapshotPages checksum. */
        checksum: number;

        /**
         * Encodes the specified SnapshotPages message. Does not implicitly {@link quorumlite.SnapshotPages.verify|verify} messages.
         * @param message SnapshotPages message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotPages.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotPages message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotPages & quorumlite.SnapshotPages.$Shape} SnapshotPages
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotPages & quorumlite.SnapshotPages.$Shape;
    }

    namespace SnapshotPages {

        /** Properties of a SnapshotPages. */
        interface $Properties {

            /** SnapshotPages database */
            database?: (number|null|undefined);

            /** SnapshotPages throughPgno */
            throughPgno?: (number|null|undefined);

            /** SnapshotPages pageNumbers */
            pageNumbers?: (readonly number[]|null|undefined);

            /** SnapshotPages changedIndexes */
            changedIndexes?: (readonly number[]|null|undefined);

            /** SnapshotPages absent */
            absent?: (readonly number[]|null|undefined);

            /** SnapshotPages hashes */
            hashes?: (Uint8Array|null|undefined);

            /** SnapshotPages codec */
            codec?: (number|null|undefined);

            /** SnapshotPages data */
            data?: (Uint8Array|null|undefined);

            /** SnapshotPages checksum */
            checksum?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotPages. */
        type $Shape = quorumlite.SnapshotPages.$Properties;
    }

    /**
     * Properties of a SnapshotEnd.
     * @deprecated Use quorumlite.SnapshotEnd.$Properties instead.
     */
    interface ISnapshotEnd extends quorumlite.SnapshotEnd.$Properties {
    }

    /** Represents a SnapshotEnd. */
    class SnapshotEnd {

        /**
         * Constructs a new SnapshotEnd.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotEnd.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotEnd pagesSent. */
        pagesSent: number;

        /**
         * Encodes the specified SnapshotEnd message. Does not implicitly {@link quorumlite.SnapshotEnd.verify|verify} messages.
         * @param message SnapshotEnd message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotEnd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotEnd message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotEnd & quorumlite.SnapshotEnd.$Shape} SnapshotEnd
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotEnd & quorumlite.SnapshotEnd.$Shape;
    }

    namespace SnapshotEnd {

        /** Properties of a SnapshotEnd. */
        interface $Properties {

            /** SnapshotEnd pagesSent */
            pagesSent?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotEnd. */
        type $Shape = quorumlite.SnapshotEnd.$Properties;
    }

    /**
     * Properties of a SnapshotAnswer.
     * @deprecated Use quorumlite.SnapshotAnswer.$Properties instead.
     */
    interface ISnapshotAnswer extends quorumlite.SnapshotAnswer.$Properties {
    }

    /** Represents a SnapshotAnswer. */
    class SnapshotAnswer {

        /**
         * Constructs a new SnapshotAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: quorumlite.SnapshotAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotAnswer accepted. */
        accepted: boolean;

        /** SnapshotAnswer reason. */
        reason: string;

        /** SnapshotAnswer newestIndex. */
        newestIndex: number;

        /**
         * Encodes the specified SnapshotAnswer message. Does not implicitly {@link quorumlite.SnapshotAnswer.verify|verify} messages.
         * @param message SnapshotAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: quorumlite.SnapshotAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {quorumlite.SnapshotAnswer & quorumlite.SnapshotAnswer.$Shape} SnapshotAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): quorumlite.SnapshotAnswer & quorumlite.SnapshotAnswer.$Shape;
    }

    namespace SnapshotAnswer {

        /** Properties of a SnapshotAnswer. */
        interface $Properties {

            /** SnapshotAnswer accepted */
            accepted?: (boolean|null|undefined);

            /** SnapshotAnswer reason */
            reason?: (string|null|undefined);

            /** SnapshotAnswer newestIndex */
            newestIndex?: (number|null|undefined);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotAnswer. */
        type $Shape = quorumlite.SnapshotAnswer.$Properties;
    }
}
