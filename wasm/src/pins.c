/* Pins: who holds which version. A store's pins form a list, ascending by version; most have one or two. */
#include "bytes.h"
#include "check.h"
#include "heap.h"
#include "store.h"

ql_pin *ql_pin_new(void) { return ql_alloc_zeroed(sizeof(ql_pin)); }

ql_pin *ql_pin_acquire(ql_store *store, const ql_mark *mark, ql_pin *reserved) {
  ql_pin *older = store->newest_pin, *newer = 0;
  while (older && older->mark.version > mark->version) {
    newer = older;
    older = older->older;
  }
  if (older && older->mark.version == mark->version) {
    ql_free(reserved);
    older->references++;
    return older;
  }
  ql_pin *pin = reserved ? reserved : ql_pin_new();
  if (!pin) return 0;
  pin->store = store;
  pin->mark = *mark;
  pin->references = 1;
  pin->older = older;
  pin->newer = newer;
  if (older) older->newer = pin;
  else store->oldest_pin = pin;
  if (newer) newer->older = pin;
  else store->newest_pin = pin;
  store->pin_count++;
  return pin;
}

ql_pin *ql_pin_take(ql_store *store, int speculative) {
  return ql_pin_acquire(store, speculative ? &store->speculative : &store->committed, 0);
}

void ql_pin_release(ql_pin *pin) {
  QL_ASSERT(pin->references > 0);
  if (--pin->references > 0) return;
  ql_store *store = pin->store;
  if (store->remote) ql_remote_unpin(store, pin->remote);
  if (pin->older) pin->older->newer = pin->newer;
  else store->oldest_pin = pin->newer;
  if (pin->newer) pin->newer->older = pin->older;
  else store->newest_pin = pin->older;
  store->pin_count--;
  for (ql_page_version *page = pin->kept, *next; page; page = next) {
    next = page->next;
    page->next = 0;
    store->kept_count--;
    ql_page_retire(store, page, pin->mark.version);
  }
  ql_free(pin);
  if (store->dropped) ql_store_release(store);
}

void ql_pin_info(ql_pin *pin, uint8_t *out) {
  ql_put_f64(out, (double)pin->mark.version);
  ql_put_u64(out + 8, pin->mark.checksum);
  ql_put_u32(out + 16, pin->mark.page_count);
  ql_put_u32(out + 20, pin->doomed ? 1 : 0);
}
