/* The stores of this module: created by name, found by name, dropped. */
#include "store.h"

#include <string.h>

#include "bytes.h"
#include "heap.h"
#include "sharing.h"
#include "vfs.h"

#define NAME_BYTES_MAX 255
#define TRANSACTION_PAGES_DEFAULT 65536

static ql_store *stores;
static uint32_t store_count;

uint32_t ql_abi(void) { return QL_ABI; }

uint32_t ql_store_count(void) { return store_count; }

ql_store *ql_store_find(const char *name) {
  ql_store *store = stores;
  while (store && strcmp(store->name, name) != 0) store = store->next;
  return store;
}

int ql_store_create(const char *name, ql_store **out) {
  size_t length = strlen(name);
  *out = 0;
  if (length == 0 || length > NAME_BYTES_MAX) return SQLITE_MISUSE;
  if (ql_store_find(name)) return QL_EXISTS;
  char *copy = ql_alloc(length + 1);
  ql_store *store = copy ? ql_store_memory() : 0;
  if (!store) {
    ql_free(copy);
    return SQLITE_NOMEM;
  }
  store->name = memcpy(copy, name, length + 1);
  store->next_version = 1;
  store->max_pages = QL_MAX_PAGES;
  store->max_transaction_pages = TRANSACTION_PAGES_DEFAULT;
  store->next = stores;
  stores = store;
  store_count++;
  *out = store;
  return SQLITE_OK;
}

void ql_store_release(ql_store *store) {
  if (store->connection_count > 0 || store->pin_count > 0) return;
  ql_free(store->transaction.version);
  ql_free(store->transaction.pin);
  ql_free(store->transaction.frames);
  ql_free(store->name);
  ql_store_memory_free(store);
}

void ql_store_drop(ql_store *store) {
  ql_abort(store);
  ql_stage_drop(store);
  for (ql_store **link = &stores; *link; link = &(*link)->next) {
    if (*link != store) continue;
    *link = store->next;
    break;
  }
  store_count--;
  ql_store_hide(store);
  store->dropped = 1;
  for (ql_file *file = store->files; file; file = file->next) file->doomed = 1;
  for (ql_pin *pin = store->oldest_pin; pin; pin = pin->newer) {
    pin->doomed = 1;
    /* What a slot still leads to is freed with the table. */
    for (ql_page_version *page = pin->kept, *next; page; page = next) {
      next = page->next;
      if (!page->pgno) ql_page_version_free(page);
    }
    pin->kept = 0;
  }
  ql_page_table_free(store);
  ql_limbo_collect();
  ql_store_release(store);
}

void ql_store_set_limits(ql_store *store, uint32_t max_pages, uint32_t max_transaction_pages) {
  if (max_pages) store->max_pages = max_pages < QL_MAX_PAGES ? max_pages : QL_MAX_PAGES;
  if (max_transaction_pages) store->max_transaction_pages = max_transaction_pages;
}

void ql_store_info(ql_store *store, uint8_t *out) {
  uint32_t unencoded = 0;
  for (const ql_version *version = store->newest ? store->oldest : 0; version; version = version->next) {
    unencoded += !version->encoded;
  }
  ql_put_f64(out, (double)store->committed.version);
  ql_put_f64(out + 8, (double)store->speculative.version);
  ql_put_u64(out + 16, store->committed.checksum);
  ql_put_u64(out + 24, store->speculative.checksum);
  ql_put_u32(out + 32, store->committed.page_count);
  ql_put_u32(out + 36, store->speculative.page_count);
  ql_put_u32(out + 40, store->version_count);
  ql_put_u32(out + 44, unencoded);
  ql_put_u32(out + 48, store->connection_count);
  ql_put_u32(out + 52, store->pin_count);
  ql_put_f64(out + 56, store->oldest_pin ? (double)store->oldest_pin->mark.version : -1);
  ql_put_u32(out + 64, store->kept_count);
  ql_put_u32(out + 68, store->transaction.owner || store->import ? 1 : 0);
  ql_put_u32(out + 72, store->max_pages);
  ql_put_u32(out + 76, store->max_transaction_pages);
  const ql_pin *held = store->oldest_pin;
  while (held && !held->held) held = held->newer;
  ql_put_f64(out + 80, held ? (double)held->mark.version : -1);
  uint32_t remote_pins = 0, pin_end = QL_LOAD(store->shown.pin_end);
  for (uint32_t i = 0; i < pin_end; i++) remote_pins += QL_LOAD(store->shown.pins[i]) != 0;
  ql_put_u32(out + 88, remote_pins);
  ql_put_u32(out + 92, QL_LOAD(store->shown.pins_taken));
}
