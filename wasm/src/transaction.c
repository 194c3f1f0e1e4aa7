/* The write transaction: frames until SQLite releases the WRITE lock, then a version or nothing. The release cannot report an
** error, so everything that the commit needs is reserved beforehand: the version and the pin at the lock, a page version and
** its slot with each frame, and with the commit frame the "gone" records of a database that shrinks. */
#include "check.h"
#include "heap.h"
#include "page-hash.h"
#include "store.h"

/* Room for frames that is kept from one transaction to the next. */
#define FRAMES_KEPT 1024u

int ql_transaction_begin(ql_store *store, ql_file *owner, uint32_t base) {
  ql_transaction *transaction = &store->transaction;
  if (!transaction->version) transaction->version = ql_version_new();
  if (!transaction->pin) transaction->pin = ql_pin_new();
  if (!transaction->version || !transaction->pin) return SQLITE_NOMEM;
  transaction->owner = owner;
  transaction->base = base;
  return SQLITE_OK;
}

static void end(ql_transaction *transaction) {
  transaction->owner = 0;
  transaction->frame_count = 0;
  ql_page_list_free(transaction->gone);
  transaction->gone = 0;
  if (transaction->frame_capacity <= FRAMES_KEPT) return;
  ql_free(transaction->frames);
  transaction->frames = 0;
  transaction->frame_capacity = 0;
}

void ql_transaction_rollback(ql_store *store) {
  ql_transaction *transaction = &store->transaction;
  for (uint32_t i = 0; i < transaction->frame_count; i++) ql_page_version_free(transaction->frames[i].page);
  end(transaction);
}

void ql_transaction_commit(ql_store *store, uint32_t frame_count, uint32_t page_count) {
  ql_transaction *transaction = &store->transaction;
  QL_ASSERT(frame_count <= transaction->frame_count && transaction->version);
  ql_version *version = transaction->version;
  transaction->version = 0;
  ql_version_begin(store, version);
  for (uint32_t i = 0; i < transaction->frame_count; i++) {
    ql_page_version *page = transaction->frames[i].page;
    /* Left over: rolled back to a savepoint, or spilled and then cut off by a shrinking database. */
    if (i >= frame_count || page->pgno > page_count) {
      ql_page_version_free(page);
      continue;
    }
    page->hash = ql_hash_page(page->pgno, page->data);
    ql_version_link(store, version, page);
  }
  while (transaction->gone) {
    ql_page_version *gone = transaction->gone;
    transaction->gone = gone->next;
    ql_version_link(store, version, gone);
  }
  ql_version_seal(store, version, page_count);
  end(transaction);
}
