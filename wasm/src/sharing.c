/* The writer's side of sharing (sharing.h): showing versions, holding what readers pinned, and limbo. */
#include "sharing.h"

#include <stddef.h>
#include <string.h>

#include "check.h"
#include "heap.h"

/* As quorumlite.h promises. */
_Static_assert(sizeof(ql_reader) == 64 && offsetof(ql_reader, mark) == 32 && sizeof(ql_mark) == 32, "layout");

static ql_sharing sharing = {.epoch = 1};
static int is_shared;
static uint32_t attached; /* a bit for each reader */
static uint32_t reader_end;
static uint32_t last_id;
/* Every store that was ever shown, dead ones too: readers may have their address for ever. */
static ql_store *shown_stores;
/* Unlinked in this epoch, and before it. */
static ql_page_version *limbo_pages, *old_pages;
static ql_chunk *limbo_chunks, *old_chunks;

ql_sharing *ql_share(void) {
  QL_ASSERT(is_shared || ql_store_count() == 0);
  is_shared = 1;
  return &sharing;
}

uint32_t ql_store_id(ql_store *store) { return store->shown.id; }

/* ---- Readers */

int ql_reader_attach(uint32_t reader) {
  if (!is_shared || reader >= QL_READERS_MAX || attached & 1u << reader) return SQLITE_MISUSE;
  attached |= 1u << reader;
  if (reader >= reader_end) reader_end = reader + 1;
  return SQLITE_OK;
}

void ql_reader_detach(uint32_t reader) {
  if (reader >= QL_READERS_MAX || !(attached & 1u << reader)) return;
  for (ql_store *store = shown_stores; store; store = store->next_shown) {
    for (uint32_t i = 0; i < QL_SHOWN_PINS; i++) {
      uint64_t pin = QL_LOAD(store->shown.pins[i]);
      if (pin && QL_PIN_READER(pin) == reader) QL_STORE(store->shown.pins[i], 0);
    }
  }
  QL_STORE(sharing.readers[reader].walking, 0);
  ql_readers_collect();
  attached &= ~(1u << reader);
  reader_end = attached ? 32 - (uint32_t)__builtin_clz(attached) : 0;
}

void ql_readers_collect(void) {
  for (ql_store *store = shown_stores; store; store = store->next_shown) {
    if (store->shown.id) ql_store_hold(store, 0);
  }
  ql_limbo_collect();
}

/* The current version is never taken away: that would free nothing, and those who come next would pin it again. */
void ql_evict_readers(ql_store *store, double through_version) {
  if (store->committed.version == 0 || through_version < 0) return;
  uint64_t through = store->committed.version - 1;
  if (through_version < (double)through) through = (uint64_t)through_version;
  if (through <= store->shown.evicted_through) return;
  QL_STORE(store->shown.evicted_through, through);
  ql_store_hold(store, 0);
  ql_limbo_collect();
}

/* ---- Versions */

void ql_store_show(ql_store *store) {
  if (!is_shared) return;
  ql_shown *shown = &store->shown;
  uint32_t next = shown->sequence + 1;
  ql_mark *mark = &shown->marks[next & 1];
  QL_STORE(mark->version, store->committed.version);
  QL_STORE(mark->change_id, store->committed.change_id);
  QL_STORE(mark->checksum, store->committed.checksum);
  QL_STORE(mark->page_count, store->committed.page_count);
  /* A reader that slept through 2^32 versions would be deceived. */
  QL_STORE(shown->sequence, next);
}

/* Marks what is held and still pinned. Returns whether `version` is pinned. */
static int look_at_pins(ql_store *store, uint64_t version) {
  ql_shown *shown = &store->shown;
  int is_pinned = 0;
  uint32_t end = QL_LOAD(shown->pin_end);
  for (uint32_t i = 0; i < end; i++) {
    uint64_t pinned = QL_PIN_VERSION(QL_LOAD(shown->pins[i]));
    if (pinned <= shown->evicted_through) continue;
    if (pinned == version) is_pinned = 1;
    for (ql_pin *pin = store->oldest_pin; pin; pin = pin->newer) {
      if (pin->mark.version == pinned && pin->held) pin->held = QL_HELD_PINNED;
    }
  }
  return is_pinned;
}

static void release_unpinned(ql_store *store) {
  for (ql_pin *pin = store->oldest_pin, *newer; pin; pin = newer) {
    newer = pin->newer;
    if (pin->held == QL_HELD_PINNED) {
      pin->held = QL_HELD;
    } else if (pin->held) {
      pin->held = 0;
      ql_pin_release(pin);
    }
  }
}

void ql_store_hold(ql_store *store, const ql_mark *superseded) {
  if (reader_end == 0) return;
  int is_pinned = look_at_pins(store, superseded ? superseded->version : 0);
  release_unpinned(store);
  if (!is_pinned || !superseded) return;
  ql_pin *pin = ql_pin_acquire(store, superseded, 0);
  if (pin) pin->held = QL_HELD;
  /* Without memory for a pin, the snapshots go: publishing must not fail. */
  else QL_STORE(store->shown.evicted_through, superseded->version);
}

void ql_store_hide(ql_store *store) {
  if (!is_shared) return;
  QL_STORE(store->shown.id, 0);
  release_unpinned(store);
}

static ql_store *new_shown_store(void) {
  ql_store *store = ql_alloc_zeroed(sizeof *store);
  if (!store) return 0;
  store->next_shown = shown_stores;
  shown_stores = store;
  return store;
}

ql_store *ql_store_memory(void) {
  if (!is_shared) return ql_alloc_zeroed(sizeof(ql_store));
  ql_store *store = shown_stores;
  while (store && !store->is_dead) store = store->next_shown;
  if (store) {
    /* Not what readers see: one that knew the last store here may be about to clear its pin. */
    memset(store, 0, offsetof(ql_store, shown));
    store->is_dead = 0;
  } else {
    store = new_shown_store();
    if (!store) return 0;
  }
  ql_store_show(store);
  QL_STORE(store->shown.evicted_through, 0);
  QL_STORE(store->shown.id, ++last_id);
  return store;
}

void ql_store_memory_free(ql_store *store) {
  if (is_shared) store->is_dead = 1;
  else ql_free(store);
}

/* ---- Limbo */

void ql_page_version_forget(ql_page_version *page) {
  if (reader_end == 0) {
    ql_page_version_free(page);
    return;
  }
  page->next = limbo_pages;
  limbo_pages = page;
}

void ql_chunk_forget(ql_chunk *chunk) {
  if (reader_end == 0) {
    ql_free(chunk);
    return;
  }
  chunk->next_forgotten = limbo_chunks;
  limbo_chunks = chunk;
}

static int some_reader_is_behind(void) {
  for (uint32_t i = 0; i < reader_end; i++) {
    uint32_t walking = QL_LOAD(sharing.readers[i].walking);
    if (walking && walking != sharing.epoch) return 1;
  }
  return 0;
}

/* What was unlinked before the epoch began is out of everybody's reach; then a new epoch begins. */
static void end_epoch(void) {
  ql_page_list_free(old_pages);
  old_pages = limbo_pages;
  limbo_pages = 0;
  for (ql_chunk *chunk = old_chunks, *next; chunk; chunk = next) {
    next = chunk->next_forgotten;
    ql_free(chunk);
  }
  old_chunks = limbo_chunks;
  limbo_chunks = 0;
  uint32_t next = sharing.epoch + 1;
  QL_STORE(sharing.epoch, next ? next : 1);
}

void ql_limbo_collect(void) {
  /* Two epochs empty it, if nobody walks. */
  for (int i = 0; i < 2; i++) {
    if (!limbo_pages && !old_pages && !limbo_chunks && !old_chunks) return;
    if (some_reader_is_behind()) return;
    end_epoch();
  }
}
