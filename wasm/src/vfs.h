/* The files that SQLite has open on a store. */
#ifndef QL_VFS_H
#define QL_VFS_H

#include "store.h"

#define QL_SHM_REGION_BYTES 32768

/* A connection's database file. */
struct ql_file {
  sqlite3_file base;
  ql_store *store;
  ql_file *prev; /* neighbours among the store's files */
  ql_file *next;
  int speculative; /* reads S rather than C */
  int writable;
  int doomed;      /* saw a version that was thrown away: good for nothing but closing */
  uint64_t seen;   /* highest version it ever read from */
  ql_pin *pin;     /* while it holds a read lock, or the WRITE lock */
  uint64_t change_id; /* of the state that its wal-index header names */
  uint16_t shared_locks;
  uint8_t **regions; /* its private wal-index */
  uint32_t region_count;
};

/* Its -wal file. */
typedef struct {
  sqlite3_file base;
  ql_file *main;
} ql_wal_file;

/* Whether this file holds its store's WRITE lock. */
static inline int ql_file_writes(const ql_file *file) { return file->store->transaction.owner == file; }

/* Database files open on all stores, and the news that one was closed. */
uint32_t ql_file_count(void);
void ql_file_closed(void);

/* The file behind a connection's main database; 0 if it is not one of ours. */
ql_file *ql_file_of(sqlite3 *conn);

extern const sqlite3_io_methods ql_main_methods; /* main-file.c */
extern const sqlite3_io_methods ql_wal_methods;  /* wal-file.c */

/* ---- wal-index.c */

int ql_shm_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **out);
int ql_shm_lock(sqlite3_file *file, int offset, int n, int flags);
void ql_shm_barrier(sqlite3_file *file);
int ql_shm_unmap(sqlite3_file *file, int delete_flag);
/* Gives up pin and write transaction: the file is being closed. */
void ql_shm_release(ql_file *file);
/* Which page the wal-index says is in a frame (counted from 1); 0 if it does not say. */
uint32_t ql_frame_page(const ql_file *file, uint32_t frame);

/* What a file answers once its store is gone or its state was thrown away. */
#define QL_FILE_DOOMED SQLITE_ABORT_ROLLBACK

#endif
