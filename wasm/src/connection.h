/* What we keep of a connection besides what SQLite does. */
#ifndef QL_CONNECTION_H
#define QL_CONNECTION_H

#include "vfs.h"

typedef struct {
  sqlite3 *db;
  ql_file *file;
  int profile;
  int allow_transactions;
  int preparing;        /* inside ql_prepare: what is authorised now was written by the user, not by SQLite itself */
  int settings_changed; /* by a PRAGMA, since the last ql_conn_reset */
  sqlite3_int64 changes_before; /* sqlite3_total_changes64 at the last ql_conn_reset */
  int denied;
  char denied_reason[200];
} ql_conn;

/* 0 for a connection that was not set up by ql_conn_setup. */
ql_conn *ql_conn_of(sqlite3 *db);

/* changes(), as it is for this request. */
sqlite3_int64 ql_conn_changes(const ql_conn *conn, sqlite3 *db);

/* statement.c: ql_prepare, for callers whose addresses do not fit 32 bits (the native tests). */
int ql_prepare_statement(sqlite3 *db, const char *sql, uint32_t length, uint32_t flags, sqlite3_stmt **stmt,
                         uint32_t *tail_offset);

/* authorizer.c: the callback for sqlite3_set_authorizer; `conn` is a ql_conn. */
int ql_authorize(void *conn, int action, const char *a, const char *b, const char *schema, const char *trigger);

#endif
