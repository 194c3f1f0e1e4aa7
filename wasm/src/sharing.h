/* Readers in other threads. The module's memory may be shared (WebAssembly.Memory, shared: true); then the instance that
** lives in it, the *writer*, is the only one to change it, and readers in other threads look at the committed pages of its
** stores while it works. A reader's own SQLite lives in a memory of its own and copies the pages that it wants (remote.c):
** what a reader does can neither damage the store nor use up its memory, and the memory of a dead one goes with it.
**
** What a reader may touch: its own record in ql_sharing, a pin in ql_shown, and, reading, marks, chunks, slots and page
** versions. It needs neither lock nor stack nor heap (page-reader/page-reader.c). Everything that both sides touch is
** accessed with the sequentially consistent QL_LOAD and QL_STORE, so the arguments below are about one total order.
**
** 1. Which version is C. The writer fills the mark that is not current, then moves `sequence` on. A reader takes the current
**    mark; if `sequence` is the same afterwards, the mark was whole.
**
** 2. A pinned version stays. A reader stores its pin, and then looks at `sequence` again. The writer moves `sequence` on, and
**    then looks at the pins (ql_store_hold), before it frees what the new version superseded. Of the two one comes later: either
**    the reader sees that C moved, and tries again, or the writer sees the pin, and holds the version with a ql_pin of its own.
**    So all that is known about local pins holds for remote ones.
**
** 3. Walking to a page. The pin guards the page version that it sees, but on the way there, from the slot's committed one
**    down, a reader steps on newer ones, and those may be freed any time. So nothing that a reader can step on is freed when it
**    is unlinked; it waits in limbo. A reader writes the epoch into its record (`walking`) before it looks at a slot, and 0 when
**    it has copied the page. The writer moves the epoch on only when no reader is left of an earlier one, and frees what was
**    unlinked before the epoch began: a reader that walks in this epoch began after the unlinking, and cannot find it.
**
** 4. Taking a snapshot away, or a store. The writer says so first (`evicted_through`, `id`) and unlinks afterwards; a reader
**    looks whether it was said after it walked. Whatever the unlinking did to its way, it then finds out. */
#ifndef QL_SHARING_H
#define QL_SHARING_H

#include "store.h"

#define QL_LOAD(place) __atomic_load_n(&(place), __ATOMIC_SEQ_CST)
#define QL_STORE(place, value) __atomic_store_n(&(place), (value), __ATOMIC_SEQ_CST)

#define QL_READERS_MAX 32u

/* A reader's record, in a cache line of its own. */
typedef struct {
  uint32_t walking; /* the epoch in which it looks at pages, 0: it does not */
  uint32_t unused[7];
  ql_mark mark; /* for its own use: what it pinned last */
} ql_reader;

typedef struct ql_sharing {
  uint32_t epoch; /* never 0 */
  uint32_t unused[15];
  ql_reader readers[QL_READERS_MAX];
} ql_sharing;

/* A pin: the version and whose it is; 0: free. Versions are safe integers, so there is room. */
#define QL_PIN_OF(version, reader) ((version) << 8 | ((reader) + 1))
#define QL_PIN_VERSION(pin) ((pin) >> 8)
#define QL_PIN_READER(pin) ((uint32_t)((pin) & 0xff) - 1)

/* What reading can come to, besides success (0, or an address). */
#define QL_READER_HOLE 1
#define QL_READER_GONE (-1)    /* the store was dropped */
#define QL_READER_EVICTED (-2) /* the snapshot was given up */
#define QL_READER_NO_PIN (-3)  /* too many versions are pinned */

/* ---- sharing.c: the writer's side */

/* Makes the committed mark the one that readers take. */
void ql_store_show(ql_store *store);
/* Holds `superseded`, which was the committed version until now, if a reader has pinned it, and lets go of what no reader
** holds any more. 0: nothing was superseded. */
void ql_store_hold(ql_store *store, const ql_mark *superseded);
/* Readers learn that the store is gone; pins held for them are released. */
void ql_store_hide(ql_store *store);
/* Memory for a store, or 0: all zero but for what readers see. Its address stays a store's for ever once there may be
** readers: they look whether it is still the one they knew. */
ql_store *ql_store_memory(void);
void ql_store_memory_free(ql_store *store);

/* Free what was unlinked, as soon as no reader can stand on it. */
void ql_page_version_forget(ql_page_version *page);
void ql_chunk_forget(ql_chunk *chunk);
void ql_limbo_collect(void);

/* ---- page-reader/page-reader.c: the reader's side */

/* Pins C. Returns the pin's number, with the mark in the reader's record, or a code. */
int ql_reader_pin(ql_sharing *sharing, uint32_t reader, ql_store *store, uint32_t id);
void ql_reader_unpin(ql_store *store, uint32_t pin);
/* The bytes of a page as the pin sees it, 0 for a hole, or a code as an address. Until ql_reader_leave the bytes stay. */
const uint8_t *ql_reader_find(ql_sharing *sharing, uint32_t reader, const ql_store *store, uint32_t id, uint32_t pin,
                              uint32_t pgno);
void ql_reader_leave(ql_sharing *sharing, uint32_t reader);

#endif
