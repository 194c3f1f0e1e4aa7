/* Making, publishing and aborting versions, and freeing the page versions that nobody can see any more. */
#include "check.h"
#include "heap.h"
#include "sharing.h"

ql_version *ql_version_new(void) { return ql_alloc_zeroed(sizeof(ql_version)); }

void ql_version_begin(ql_store *store, ql_version *version) {
  version->mark.version = store->next_version++;
  version->mark.change_id = version->mark.version;
  version->mark.checksum = store->speculative.checksum;
  version->checksum_before = store->speculative.checksum;
}

void ql_version_link(ql_store *store, ql_version *version, ql_page_version *page) {
  ql_slot *slot = ql_slot_find(store, page->pgno);
  QL_ASSERT(slot);
  ql_page_version *below = slot->newest;
  version->mark.checksum ^= page->hash ^ (below ? below->hash : 0);
  if (below && below->version == version->mark.version) {
    /* Written twice in one transaction, as after a cache spill: the later content is the one that counts. */
    uint8_t *stale = below->data;
    below->data = page->data;
    below->hash = page->hash;
    page->data = stale;
    ql_page_version_free(page);
    return;
  }
  page->version = version->mark.version;
  page->older = below;
  page->next = 0;
  slot->newest = page;
  if (version->last) version->last->next = page;
  else version->pages = page;
  version->last = page;
  ql_chunk *chunk = store->chunks[page->pgno / QL_CHUNK_PAGES];
  chunk->changed_at = page->version;
  if (!page->data) chunk->gone_count++;
}

void ql_version_seal(ql_store *store, ql_version *version, uint32_t page_count) {
  version->mark.page_count = page_count;
  version->pages = ql_page_list_sort(version->pages);
  version->last = 0;
  version->next = 0;
  if (store->newest) store->newest->next = version;
  else store->oldest = version;
  store->newest = version;
  store->version_count++;
  store->speculative = version->mark;
}

/* The newest pin that sees versions below `until`. */
static ql_pin *pin_below(const ql_store *store, uint64_t until) {
  ql_pin *pin = store->newest_pin;
  while (pin && pin->mark.version >= until) pin = pin->older;
  return pin;
}

static void page_drop(ql_store *store, ql_page_version *page) {
  if (page->pgno) {
    ql_slot *slot = ql_slot_find(store, page->pgno);
    /* What is retired lies below the committed page version, so the search starts there. */
    ql_page_version *newer = slot->committed;
    while (newer->older != page) newer = newer->older;
    QL_STORE(newer->older, page->older);
    if (!page->data) store->chunks[page->pgno / QL_CHUNK_PAGES]->gone_count--;
  }
  ql_page_version_forget(page);
}

void ql_page_retire(ql_store *store, ql_page_version *page, uint64_t until) {
  ql_pin *pin = pin_below(store, until);
  if (!pin || pin->mark.version < page->version) {
    page_drop(store, page);
    return;
  }
  page->next = pin->kept;
  pin->kept = page;
  store->kept_count++;
}

static void publish_oldest(ql_store *store) {
  ql_version *version = store->oldest;
  store->oldest = version->next;
  if (!store->oldest) store->newest = 0;
  store->version_count--;
  ql_mark superseded = store->committed;
  store->committed = version->mark;
  /* A reader that takes the new mark must find its pages, and only then one that has the old mark can be too late. */
  for (ql_page_version *page = version->pages; page; page = page->next) {
    QL_STORE(ql_slot_find(store, page->pgno)->committed, page);
  }
  ql_store_show(store);
  ql_store_hold(store, &superseded);
  for (ql_page_version *page = version->pages, *next; page; page = next) {
    next = page->next;
    page->next = 0;
    if (page->older) ql_page_retire(store, page->older, page->version);
  }
  ql_free(version);
}

uint32_t ql_publish(ql_store *store, uint32_t n) {
  uint32_t published = 0;
  while (published < n && store->oldest) {
    publish_oldest(store);
    published++;
  }
  ql_limbo_collect();
  return published;
}

uint32_t ql_abort(ql_store *store) {
  uint32_t lost = store->version_count;
  uint64_t end = store->speculative.version + 1;
  ql_import_discard(store);
  ql_files_doom(store, store->committed.version);
  for (ql_pin *pin = store->newest_pin; pin && pin->mark.version > store->committed.version; pin = pin->older) {
    pin->doomed = 1;
  }
  while (store->oldest) {
    ql_version *version = store->oldest;
    store->oldest = version->next;
    for (ql_page_version *page = version->pages, *next; page; page = next) {
      next = page->next;
      ql_slot *slot = ql_slot_find(store, page->pgno);
      slot->newest = slot->committed;
      if (!page->data) store->chunks[page->pgno / QL_CHUNK_PAGES]->gone_count--;
      /* Nobody finds it any more; but a doomed pin's holder may have its address. */
      page->pgno = 0;
      page->older = 0;
      ql_page_retire(store, page, end);
    }
    ql_free(version);
  }
  store->newest = 0;
  store->version_count = 0;
  /* A new name for the old state: the next commit's must differ from each that was thrown away. */
  store->committed.change_id = store->next_version - 1;
  store->speculative = store->committed;
  ql_store_show(store);
  return lost;
}

void ql_forget_gone(ql_store *store, double version) {
  for (uint32_t index = 0; index < store->chunk_end; index++) {
    ql_chunk *chunk = store->chunks[index];
    if (!chunk || chunk->gone_count == 0) continue;
    for (uint32_t i = 0; i < QL_CHUNK_PAGES; i++) {
      ql_slot *slot = &chunk->slots[i];
      ql_page_version **link = &slot->newest;
      while (*link && (*link)->older) link = &(*link)->older;
      ql_page_version *last = *link;
      /* With nothing below it, "gone" tells a reader no more than its absence would. */
      if (!last || last->data || (double)last->version > version || last->version > store->committed.version) continue;
      /* One that was superseded is in a pin's keep list, and goes with that. */
      if (slot->committed != last) continue;
      QL_STORE(slot->committed, 0);
      QL_STORE(*link, 0);
      chunk->gone_count--;
      ql_page_version_forget(last);
    }
  }
  ql_limbo_collect();
}
