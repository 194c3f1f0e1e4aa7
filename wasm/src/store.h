/* A store: one database as a multi-version page table.
**
**   slot of page 7:  newest ----> [v12 spec] -> [v11 spec] -> [v9] -> [v4, kept for a pin]
**                    committed ------------------------------^
**
** A page version is visible at version v if it is the newest with version <= v. Versions above C belong to the list of
** the ql_version that made them, until that is published or aborted. When a newer one of the same page is published, the
** older one is visible only to pins in between: without such a pin it is freed at once, otherwise it waits in the keep
** list of the newest pin that sees it, and when that pin goes, moves on to the next older pin that sees it. So an old
** reader keeps what it can see, and nothing of what came after. */
#ifndef QL_STORE_H
#define QL_STORE_H

#include <stdint.h>

#include "quorumlite.h"

#define QL_CHUNK_PAGES 1024u
#define QL_CHUNKS (QL_MAX_PAGES / QL_CHUNK_PAGES + 1)

typedef struct ql_page_version ql_page_version;
typedef struct ql_version ql_version;
typedef struct ql_file ql_file;

struct ql_page_version {
  uint64_t version;
  uint64_t hash;          /* 0 if gone */
  uint8_t *data;          /* 0: the page is gone from this version on */
  ql_page_version *older; /* of the same page */
  ql_page_version *next;  /* in the list of its unpublished version, or in a pin's keep list */
  uint32_t pgno;          /* 0: no longer reachable from its slot (aborted, kept for a doomed pin) */
};

typedef struct {
  ql_page_version *newest;
  ql_page_version *committed;
} ql_slot;

typedef struct ql_chunk ql_chunk;
struct ql_chunk {
  uint64_t changed_at; /* no page of the chunk has a version above this one */
  uint32_t gone_count; /* page versions in the chunk that say "gone" */
  ql_chunk *next_forgotten; /* in limbo */
  ql_slot slots[QL_CHUNK_PAGES];
};

/* What there is to know of a version besides its pages. */
typedef struct {
  uint64_t version;
  uint64_t change_id; /* names the state to SQLite: see wal-index.c */
  uint64_t checksum;
  uint32_t page_count;
} ql_mark;

/* A speculative version. */
struct ql_version {
  ql_mark mark;
  uint64_t checksum_before;
  ql_page_version *pages; /* ascending by page number once sealed */
  ql_page_version *last;
  ql_version *next;
  int encoded;
  int is_import;
};

/* A pinned version, shared by whoever pins the same one. */
struct ql_pin {
  ql_store *store;
  ql_mark mark;
  uint32_t references;
  int doomed;
  int held;        /* one of the references is for readers in other threads: QL_HELD, or QL_HELD_PINNED */
  uint32_t remote; /* in a reader: number of the pin in the writer's store */
  ql_pin *older; /* neighbours in the store's list, ascending by version */
  ql_pin *newer;
  ql_page_version *kept; /* superseded page versions that this pin, of all pins, is the newest to see */
};

#define QL_HELD 1
#define QL_HELD_PINNED 2 /* while pins are looked at: this one is still wanted */

#define QL_SHOWN_PINS 128u

/* What readers in other threads see of a store, besides its pages: sharing.h says how. */
typedef struct {
  uint32_t id;       /* names this store among all that ever were; 0: it was dropped */
  uint32_t sequence; /* counts committed marks; the current one is marks[sequence & 1] */
  ql_mark marks[2];
  uint64_t evicted_through; /* snapshots of this version and of older ones were taken away from readers */
  uint32_t pin_end;         /* no pin was ever at or above this index */
  uint32_t pins_taken;      /* by readers so far, round and round: whether anybody reads */
  uint64_t pins[QL_SHOWN_PINS];
} ql_shown;

/* One frame of the running transaction's WAL. */
typedef struct {
  uint8_t header[24];
  ql_page_version *page;
} ql_frame;

/* The running write transaction, with everything that its commit will need. */
typedef struct {
  ql_file *owner; /* holds the WRITE lock; 0: nobody does */
  uint32_t base;  /* frames before this transaction's, in the owner's numbering */
  uint32_t frame_count;
  uint32_t frame_capacity;
  ql_frame *frames;
  uint8_t wal_header[32];
  ql_version *version;        /* reserved when the WRITE lock is taken */
  ql_pin *pin;                /* likewise: the owner's pin moves on to the new version */
  ql_page_version *gone;      /* reserved with the commit frame, if the database shrinks */
} ql_transaction;

/* The parts of a commit from elsewhere, so far. */
typedef struct {
  ql_page_version *pages; /* linked by `next`; not in any slot */
  uint32_t last_pgno;
  uint32_t record_count;
  uint32_t bytes;
} ql_stage;

struct ql_store {
  char *name;
  ql_store *next;
  ql_mark committed;
  ql_mark speculative;
  uint64_t next_version; /* never used before */
  ql_version *oldest;    /* speculative versions, ascending */
  ql_version *newest;
  uint32_t version_count;
  uint32_t chunk_end; /* no chunk at or above this index */
  uint32_t max_pages;
  uint32_t max_transaction_pages;
  uint32_t kept_count;
  uint32_t connection_count;
  uint32_t pin_count;
  uint64_t restoring; /* the version under which pages are being restored, or 0 */
  ql_version *import; /* being built, or 0 */
  ql_stage *stage;
  ql_pin *oldest_pin;
  ql_pin *newest_pin;
  ql_file *files;
  int dropped;
  uintptr_t remote; /* in a reader: address of the writer's store, and its id; here are no pages then (remote.c) */
  uint32_t remote_id;
  ql_transaction transaction;
  ql_chunk *chunks[QL_CHUNKS];
  /* From here on the memory means the same for ever, whichever store lives in it. */
  ql_shown shown;
  ql_store *next_shown;
  int is_dead;
};

/* ---- store.c: life and death */

/* Frees a dropped store once nobody holds it any more. */
void ql_store_release(ql_store *store);
uint32_t ql_store_count(void);

/* ---- page-table.c */

static inline ql_slot *ql_slot_find(const ql_store *store, uint32_t pgno) {
  uint32_t index = pgno / QL_CHUNK_PAGES;
  ql_chunk *chunk = index < QL_CHUNKS ? store->chunks[index] : 0;
  return chunk ? &chunk->slots[pgno % QL_CHUNK_PAGES] : 0;
}

/* The page version that is visible at `version`; it may say "gone". 0 if the page was never written. */
static inline ql_page_version *ql_page_at(const ql_store *store, uint32_t pgno, uint64_t version) {
  ql_slot *slot = ql_slot_find(store, pgno);
  if (!slot) return 0;
  ql_page_version *page = version <= store->committed.version ? slot->committed : slot->newest;
  while (page && page->version > version) page = page->older;
  return page;
}

/* Makes sure that a page version can be linked for this page. SQLITE_NOMEM. */
int ql_slot_reserve(ql_store *store, uint32_t pgno);
/* A page version of `pgno`, with memory for its content or (`gone`) without. 0 for want of memory. */
ql_page_version *ql_page_version_new(uint32_t pgno, int gone);
/* A page version with the content of another store's, which it shares. 0 for want of memory. */
ql_page_version *ql_page_version_share(const ql_page_version *other);
void ql_page_version_free(ql_page_version *page);
/* Frees a list linked by `next`. */
void ql_page_list_free(ql_page_version *page);
/* Sorts a list linked by `next` by page number; what came earlier stays before its equals. */
ql_page_version *ql_page_list_sort(ql_page_version *list);
/* Page versions for every page in from..to that has content in S, saying "gone", in front of *list. SQLITE_NOMEM. */
int ql_gone_list_new(ql_store *store, uint32_t from, uint32_t to, ql_page_version **list);
/* Number of the first page >= pgno that has a chunk, or 0. */
uint32_t ql_next_chunked_page(const ql_store *store, uint32_t pgno);
void ql_page_table_free(ql_store *store);
uint32_t ql_page_version_count(void);

/* ---- version.c */

ql_version *ql_version_new(void);
/* Links a page version, whose hash is known, on top of S as part of `version`, which must be the next one. */
void ql_version_link(ql_store *store, ql_version *version, ql_page_version *page);
/* Begins a version on top of S: gives it its number. Nothing can fail from here to ql_version_seal. */
void ql_version_begin(ql_store *store, ql_version *version);
/* Makes it S. */
void ql_version_seal(ql_store *store, ql_version *version, uint32_t page_count);
/* Drops page versions that were superseded at `until`, or keeps them for the pins that see them. */
void ql_page_retire(ql_store *store, ql_page_version *page, uint64_t until);

/* ---- pins.c */

/* Pins a mark of the store. `reserved`, if not 0, is used when a new pin is needed, else freed. 0 for want of memory. */
ql_pin *ql_pin_acquire(ql_store *store, const ql_mark *mark, ql_pin *reserved);
ql_pin *ql_pin_new(void);

/* ---- remote.c: in a reader, a store that is another instance's */

/* Pins the writer's committed version, and makes it this store's. SQLITE_NOMEM, SQLITE_PROTOCOL (too many pins),
** SQLITE_ABORT_ROLLBACK (the writer's store is gone). */
int ql_remote_pin(ql_store *store, ql_pin **out);
void ql_remote_unpin(const ql_store *store, uint32_t pin);
/* Copies bytes of a page as the pin sees it. SQLITE_ABORT_ROLLBACK, SQLITE_ERROR_SNAPSHOT (the snapshot was given up). */
int ql_remote_read(const ql_pin *pin, uint32_t pgno, uint32_t within, void *out, uint32_t bytes);

/* ---- restore.c and import.c */

/* Whether this can be page 1 of a database that SQLite would open with 4096-byte pages. */
int ql_is_page1(const uint8_t *page);
void ql_import_discard(ql_store *store);

/* ---- transaction.c: the write transaction of a store */

/* Reserves what the commit will need. SQLITE_NOMEM. `base`: frames in the owner's WAL so far. */
int ql_transaction_begin(ql_store *store, ql_file *owner, uint32_t base);
/* Throws the frames away; the WRITE lock is free. */
void ql_transaction_rollback(ql_store *store);
/* Frames up to `frame_count` (the transaction's own) become version S. Cannot fail. */
void ql_transaction_commit(ql_store *store, uint32_t frame_count, uint32_t page_count);

/* ---- the files that connections have open: vfs.c */

/* Dooms every file that saw a version above `version`. */
void ql_files_doom(ql_store *store, uint64_t version);

#endif
