/* What SQL text may do, as an allow-list: what is not named here is refused, also what a later SQLite may add.
**
** One connection runs everybody's writes and few connections everybody's reads. So SQL may change the database, for that
** travels to every node, but not the connection, for that would leak into the next request; the few settings that are worth
** an exception are put back by ql_conn_reset. */
#include <stddef.h>

#include "connection.h"

/* How a PRAGMA may be used. */
enum {
  QUERY,   /* without an argument only: with one it would set something */
  INSPECT, /* its argument is a name or a limit, and it changes nothing */
  WRITE,   /* its argument changes the database, and nothing else */
  SETTING, /* its argument changes the connection; ql_conn_reset undoes it */
};

typedef struct {
  const char *name;
  int use;
} pragma_rule;

static const pragma_rule pragma_rules[] = {
    {"application_id", WRITE},
    {"auto_vacuum", SETTING}, /* also what the next VACUUM, anybody's, would do */
    {"collation_list", QUERY},
    {"compile_options", QUERY},
    {"data_version", QUERY}, /* FTS5 asks for it */
    {"database_list", QUERY},
    {"defer_foreign_keys", SETTING},
    {"encoding", QUERY},
    {"foreign_key_check", INSPECT},
    {"foreign_key_list", INSPECT},
    {"foreign_keys", SETTING},
    {"freelist_count", QUERY},
    {"function_list", QUERY},
    {"incremental_vacuum", WRITE},
    {"index_info", INSPECT},
    {"index_list", INSPECT},
    {"index_xinfo", INSPECT},
    {"integrity_check", INSPECT},
    {"journal_mode", QUERY},
    {"max_page_count", QUERY},
    {"module_list", QUERY},
    {"optimize", WRITE},
    {"page_count", QUERY},
    {"page_size", QUERY},
    {"pragma_list", QUERY},
    {"quick_check", INSPECT},
    {"recursive_triggers", SETTING},
    {"schema_version", QUERY},
    {"table_info", INSPECT},
    {"table_list", INSPECT},
    {"table_xinfo", INSPECT},
    {"user_version", WRITE},
};

/* total_changes() counts the changes of earlier requests too; sqlite_log writes to the host's log. */
static const char *const denied_functions[] = {"total_changes", "load_extension", "sqlite_log"};

static const char *const allowed_modules[] = {"fts5", "fts5vocab", "rtree", "rtree_i32", "dbstat"};

static const char *const temp_schema_tables[] = {"sqlite_temp_master", "sqlite_temp_schema"};

static int deny(ql_conn *conn, const char *format, const char *a, const char *b) {
  conn->denied = 1;
  sqlite3_snprintf(sizeof conn->denied_reason, conn->denied_reason, format, a ? a : "", b ? b : "");
  return SQLITE_DENY;
}

static int is_one_of(const char *name, const char *const *names, size_t count) {
  for (size_t i = 0; name && i < count; i++) {
    if (sqlite3_stricmp(name, names[i]) == 0) return 1;
  }
  return 0;
}

static int is_temp(const char *schema) { return schema && sqlite3_stricmp(schema, "temp") == 0; }

static int authorize_pragma(ql_conn *conn, const char *name, const char *argument, const char *schema) {
  if (is_temp(schema)) return deny(conn, "PRAGMA temp.%s is not allowed", name, 0);
  for (size_t i = 0; i < sizeof pragma_rules / sizeof *pragma_rules; i++) {
    if (sqlite3_stricmp(name, pragma_rules[i].name) != 0) continue;
    if (argument && pragma_rules[i].use == QUERY) return deny(conn, "PRAGMA %s cannot be set", name, 0);
    if (argument && pragma_rules[i].use == SETTING) conn->settings_changed = 1;
    return SQLITE_OK;
  }
  return deny(conn, "PRAGMA %s is not allowed", name, 0);
}

static int authorize_function(ql_conn *conn, const char *name) {
  if (is_one_of(name, denied_functions, sizeof denied_functions / sizeof *denied_functions)) {
    return deny(conn, "%s() is not allowed", name, 0);
  }
  return SQLITE_OK;
}

static int authorize_module(ql_conn *conn, const char *module, const char *schema) {
  if (is_temp(schema)) return deny(conn, "TEMP objects are not allowed", 0, 0);
  if (is_one_of(module, allowed_modules, sizeof allowed_modules / sizeof *allowed_modules)) return SQLITE_OK;
  return deny(conn, "virtual tables of module %s are not allowed", module, 0);
}

/* VACUUM attaches a scratch database without a name and begins a transaction, by statements of its own that it prepares
** while it runs. The same text from a user goes through ql_prepare. */
static int is_vacuum(const ql_conn *conn) { return conn->profile == QL_PROFILE_WRITER && !conn->preparing; }

int ql_authorize(void *context, int action, const char *a, const char *b, const char *schema, const char *trigger) {
  ql_conn *conn = context;
  (void)trigger;
  if (conn->profile == QL_PROFILE_INTERNAL) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;

    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      /* ALTER and DROP also look for what they change in the (empty) temporary schema. */
      if (is_one_of(a, temp_schema_tables, sizeof temp_schema_tables / sizeof *temp_schema_tables)) return SQLITE_OK;
      return is_temp(schema) ? deny(conn, "TEMP objects are not allowed", 0, 0) : SQLITE_OK;

    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_VTABLE:
    case SQLITE_REINDEX:
    case SQLITE_ANALYZE:
      return is_temp(schema) ? deny(conn, "TEMP objects are not allowed", 0, 0) : SQLITE_OK;

    case SQLITE_ALTER_TABLE: /* here the schema comes first */
      return is_temp(a) ? deny(conn, "TEMP objects are not allowed", 0, 0) : SQLITE_OK;

    case SQLITE_CREATE_VTABLE:
      return authorize_module(conn, b, schema);

    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
    case SQLITE_DROP_TEMP_INDEX:
    case SQLITE_DROP_TEMP_TABLE:
    case SQLITE_DROP_TEMP_TRIGGER:
    case SQLITE_DROP_TEMP_VIEW:
      return deny(conn, "TEMP objects are not allowed", 0, 0);

    case SQLITE_FUNCTION:
      return authorize_function(conn, b);

    case SQLITE_PRAGMA:
      return authorize_pragma(conn, a, b, schema);

    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      if (conn->allow_transactions || is_vacuum(conn)) return SQLITE_OK;
      return deny(conn, action == SQLITE_SAVEPOINT ? "SAVEPOINT is not allowed here" : "%s is not allowed here", a, 0);

    case SQLITE_ATTACH:
      if (is_vacuum(conn) && (!a || !*a)) return SQLITE_OK;
      return deny(conn, "ATTACH is not allowed", 0, 0);

    case SQLITE_DETACH:
      return deny(conn, "DETACH is not allowed", 0, 0);

    default:
      return deny(conn, "this statement is not allowed", 0, 0);
  }
}
