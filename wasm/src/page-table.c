/* The page table: chunks of 1024 slots, made as pages appear, and the page versions that hang from the slots. */
#include "check.h"
#include "heap.h"
#include "page-slab.h"
#include "sharing.h"

static uint32_t page_version_count;

int ql_slot_reserve(ql_store *store, uint32_t pgno) {
  uint32_t index = pgno / QL_CHUNK_PAGES;
  QL_ASSERT(pgno > 0 && index < QL_CHUNKS);
  if (store->chunks[index]) return SQLITE_OK;
  ql_chunk *chunk = ql_alloc_zeroed(sizeof *chunk);
  if (!chunk) return SQLITE_NOMEM;
  QL_STORE(store->chunks[index], chunk);
  if (index >= store->chunk_end) store->chunk_end = index + 1;
  return SQLITE_OK;
}

static ql_page_version *new_record(uint32_t pgno) {
  ql_page_version *page = ql_alloc(sizeof *page);
  if (!page) return 0;
  page->version = 0;
  page->hash = 0;
  page->data = 0;
  page->older = 0;
  page->next = 0;
  page->pgno = pgno;
  page_version_count++;
  return page;
}

ql_page_version *ql_page_version_new(uint32_t pgno, int gone) {
  ql_page_version *page = new_record(pgno);
  if (!page || gone) return page;
  page->data = ql_page_alloc();
  if (page->data) return page;
  ql_page_version_free(page);
  return 0;
}

ql_page_version *ql_page_version_share(const ql_page_version *other) {
  ql_page_version *page = new_record(other->pgno);
  if (!page) return 0;
  ql_page_share(other->data);
  page->data = other->data;
  page->hash = other->hash;
  return page;
}

void ql_page_version_free(ql_page_version *page) {
  if (!page) return;
  page_version_count--;
  ql_page_free(page->data);
  ql_free(page);
}

void ql_page_list_free(ql_page_version *page) {
  while (page) {
    ql_page_version *next = page->next;
    ql_page_version_free(page);
    page = next;
  }
}

static ql_page_version *merge(ql_page_version *a, ql_page_version *b) {
  ql_page_version *head = 0, **tail = &head;
  while (a && b) {
    ql_page_version **from = b->pgno < a->pgno ? &b : &a;
    *tail = *from;
    tail = &(*from)->next;
    *from = *tail;
  }
  *tail = a ? a : b;
  return head;
}

ql_page_version *ql_page_list_sort(ql_page_version *list) {
  /* SQLite writes a commit's pages in ascending order, so most lists are sorted already. */
  ql_page_version *at = list;
  while (at && at->next && at->pgno <= at->next->pgno) at = at->next;
  if (!at || !at->next) return list;

  /* Bottom-up merge sort: run[i] holds 2^i elements, or nothing. */
  ql_page_version *run[32] = {0};
  int i;
  while (list) {
    ql_page_version *carry = list;
    list = list->next;
    carry->next = 0;
    for (i = 0; run[i]; i++) {
      carry = merge(run[i], carry);
      run[i] = 0;
    }
    run[i] = carry;
  }
  ql_page_version *sorted = 0;
  for (i = 0; i < 32; i++) sorted = merge(run[i], sorted);
  return sorted;
}

uint32_t ql_next_chunked_page(const ql_store *store, uint32_t pgno) {
  for (uint32_t index = pgno / QL_CHUNK_PAGES; index < store->chunk_end; index++) {
    if (!store->chunks[index]) continue;
    uint32_t first = index * QL_CHUNK_PAGES;
    return pgno > first ? pgno : first;
  }
  return 0;
}

int ql_gone_list_new(ql_store *store, uint32_t from, uint32_t to, ql_page_version **list) {
  ql_page_version *before = *list;
  uint32_t pgno = from;
  while ((pgno = ql_next_chunked_page(store, pgno)) != 0 && pgno <= to) {
    const ql_page_version *newest = ql_slot_find(store, pgno)->newest;
    if (newest && newest->data) {
      ql_page_version *gone = ql_page_version_new(pgno, 1);
      if (!gone) {
        while (*list != before) {
          gone = *list;
          *list = gone->next;
          ql_page_version_free(gone);
        }
        return SQLITE_NOMEM;
      }
      gone->next = *list;
      *list = gone;
    }
    pgno++;
  }
  return SQLITE_OK;
}

void ql_page_table_free(ql_store *store) {
  for (uint32_t index = 0; index < store->chunk_end; index++) {
    ql_chunk *chunk = store->chunks[index];
    if (!chunk) continue;
    QL_STORE(store->chunks[index], 0);
    for (uint32_t i = 0; i < QL_CHUNK_PAGES; i++) {
      ql_page_version *page = chunk->slots[i].newest;
      while (page) {
        ql_page_version *older = page->older;
        ql_page_version_forget(page);
        page = older;
      }
    }
    ql_chunk_forget(chunk);
  }
  store->chunk_end = 0;
}

uint32_t ql_page_version_count(void) { return page_version_count; }
