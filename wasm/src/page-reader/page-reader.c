/* The reader's side of sharing (../sharing.h): a module of its own, page-reader.wasm, over the writer's memory. It must not use
** the C stack or any static variable, because those of the writer are there; build.sh makes sure. */
#include "../sharing.h"

/* The lowest free pin, so that the writer has few to look at. Returns QL_SHOWN_PINS if there is none. */
static uint32_t claim_pin(ql_shown *shown, uint64_t pin) {
  for (uint32_t i = 0; i < QL_SHOWN_PINS; i++) {
    if (QL_LOAD(shown->pins[i]) || __sync_val_compare_and_swap(&shown->pins[i], 0, pin)) continue;
    uint32_t end = QL_LOAD(shown->pin_end);
    while (end <= i) end = __sync_val_compare_and_swap(&shown->pin_end, end, i + 1);
    return i;
  }
  return QL_SHOWN_PINS;
}

int ql_reader_pin(ql_sharing *sharing, uint32_t reader, ql_store *store, uint32_t id) {
  ql_shown *shown = &store->shown;
  ql_mark *mark = &sharing->readers[reader].mark;
  uint32_t sequence, index = QL_SHOWN_PINS;
  do {
    sequence = QL_LOAD(shown->sequence);
    ql_mark *current = &shown->marks[sequence & 1];
    mark->version = QL_LOAD(current->version);
    mark->change_id = QL_LOAD(current->change_id);
    mark->checksum = QL_LOAD(current->checksum);
    mark->page_count = QL_LOAD(current->page_count);
    uint64_t pin = QL_PIN_OF(mark->version, reader);
    if (index < QL_SHOWN_PINS) QL_STORE(shown->pins[index], pin);
    else if ((index = claim_pin(shown, pin)) == QL_SHOWN_PINS) return QL_READER_NO_PIN;
  } while (QL_LOAD(shown->sequence) != sequence);
  if (QL_LOAD(shown->id) == id) {
    __sync_fetch_and_add(&shown->pins_taken, 1);
    return (int)index;
  }
  QL_STORE(shown->pins[index], 0);
  return QL_READER_GONE;
}

void ql_reader_unpin(ql_store *store, uint32_t pin) { QL_STORE(store->shown.pins[pin], 0); }

const uint8_t *ql_reader_find(ql_sharing *sharing, uint32_t reader, const ql_store *store, uint32_t id, uint32_t pin,
                              uint32_t pgno) {
  uint32_t *walking = &sharing->readers[reader].walking;
  uint64_t version = QL_PIN_VERSION(QL_LOAD(store->shown.pins[pin]));
  QL_STORE(*walking, QL_LOAD(sharing->epoch));
  const ql_chunk *chunk = QL_LOAD(store->chunks[pgno / QL_CHUNK_PAGES]);
  const ql_page_version *page = chunk ? QL_LOAD(chunk->slots[pgno % QL_CHUNK_PAGES].committed) : 0;
  while (page && page->version > version) page = QL_LOAD(page->older);
  const uint8_t *data = page ? page->data : 0;
  if (QL_LOAD(store->shown.id) != id) data = (const uint8_t *)(intptr_t)QL_READER_GONE;
  else if (version <= QL_LOAD(store->shown.evicted_through)) data = (const uint8_t *)(intptr_t)QL_READER_EVICTED;
  return data;
}

void ql_reader_leave(ql_sharing *sharing, uint32_t reader) { QL_STORE(sharing->readers[reader].walking, 0); }
