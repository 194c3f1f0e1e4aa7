/* The VFS: it opens the database files and WALs of stores, and nothing else. There are no temporary files (TEMP_STORE=3,
** statement journals stay in memory), no rollback journals and no other file. */
#include "vfs.h"

#include <string.h>

#include "heap.h"
#include "wasm-imports.h"

#define UNIX_EPOCH_MS 210866760000000.0 /* in milliseconds of the Julian day */

static uint32_t file_count;

uint32_t ql_file_count(void) { return file_count; }

void ql_file_closed(void) { file_count--; }

static int open_main(const char *name, ql_file *file) {
  ql_store *store = name ? ql_store_find(name) : 0;
  if (!store || store->committed.page_count == 0) return SQLITE_CANTOPEN;
  memset(file, 0, sizeof *file);
  file->base.pMethods = &ql_main_methods;
  file->store = store;
  file->next = store->files;
  if (store->files) store->files->prev = file;
  store->files = file;
  store->connection_count++;
  file_count++;
  return SQLITE_OK;
}

static int open_wal(const char *name, ql_wal_file *wal) {
  /* By way of the database file that SQLite has open, not by name: the name may be another store's by now. */
  sqlite3_file *main = sqlite3_database_file_object(name);
  if (!main || main->pMethods != &ql_main_methods) return SQLITE_CANTOPEN;
  wal->main = (ql_file *)main;
  wal->base.pMethods = &ql_wal_methods;
  return SQLITE_OK;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  file->pMethods = 0;
  if (out_flags) *out_flags = flags;
  if (flags & SQLITE_OPEN_MAIN_DB) return open_main(name, (ql_file *)file);
  if (flags & SQLITE_OPEN_WAL) return open_wal(name, (ql_wal_file *)file);
  return SQLITE_CANTOPEN;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  (void)vfs, (void)name, (void)sync;
  return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  (void)vfs, (void)flags;
  size_t length = strlen(name);
  /* Every WAL exists, or SQLite would not open the database in WAL mode; no rollback journal does. */
  *out = length >= 4 && strcmp(name + length - 4, "-wal") == 0;
  return SQLITE_OK;
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int capacity, char *out) {
  (void)vfs;
  size_t length = strlen(name);
  if (length >= (size_t)capacity) return SQLITE_CANTOPEN;
  memcpy(out, name, length + 1);
  return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int bytes, char *out) {
  (void)vfs;
  ql_import_random(out, bytes);
  return bytes;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds; /* One thread: whoever it waits for cannot run meanwhile. */
}

static int vfs_current_time_ms(sqlite3_vfs *vfs, sqlite3_int64 *out) {
  (void)vfs;
  *out = (sqlite3_int64)(ql_import_now() + UNIX_EPOCH_MS);
  return SQLITE_OK;
}

static int vfs_current_time(sqlite3_vfs *vfs, double *out) {
  (void)vfs;
  *out = (ql_import_now() + UNIX_EPOCH_MS) / 86400000.0;
  return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int capacity, char *out) {
  (void)vfs;
  if (capacity > 0) *out = 0;
  return 0;
}

static sqlite3_vfs vfs = {
    .iVersion = 2,
    .szOsFile = sizeof(ql_file) > sizeof(ql_wal_file) ? sizeof(ql_file) : sizeof(ql_wal_file),
    .mxPathname = 272, /* 255 bytes of name, and a suffix */
    .zName = "quorumlite",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_current_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_current_time_ms,
};

int sqlite3_os_init(void) { return sqlite3_vfs_register(&vfs, 1); }

int sqlite3_os_end(void) { return SQLITE_OK; }

ql_file *ql_file_of(sqlite3 *conn) {
  sqlite3_file *file = 0;
  if (sqlite3_file_control(conn, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return 0;
  return file->pMethods == &ql_main_methods ? (ql_file *)file : 0;
}

void ql_files_doom(ql_store *store, uint64_t version) {
  for (ql_file *file = store->files; file; file = file->next) {
    if (file->seen > version || ql_file_writes(file)) file->doomed = 1;
  }
  if (store->transaction.owner) ql_transaction_rollback(store);
}
