/* Pages come from chunks of 63, aligned so that a page's address leads to its chunk. A chunk without a page in use goes
** back to the heap, but for a few spare ones, so that the memory of a dropped database can serve a big sort.
**
**   chunk, 256 KiB:  page 0 | page 1 | ... | page 62 | struct chunk | (heap's own header of the next block)
**
** The bookkeeping is at the end, and the block is 16 bytes short of 256 KiB, so that the heap can lay chunks without gaps. */
#include "page-slab.h"

#include <stddef.h>

#include "check.h"
#include "heap.h"
#include "quorumlite.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(page) __asan_poison_memory_region((page), QL_PAGE_SIZE)
#define UNPOISON(page) __asan_unpoison_memory_region((page), QL_PAGE_SIZE)
#else
#define POISON(page) ((void)0)
#define UNPOISON(page) ((void)0)
#endif

#define CHUNK_BYTES ((size_t)256 * 1024)
#define CHUNK_BLOCK_BYTES (CHUNK_BYTES - 16)
#define CHUNK_PAGES 63u

typedef struct chunk chunk;
struct chunk {
  chunk *prev; /* neighbours in the list of chunks with a free page */
  chunk *next;
  uint32_t used;
  uint32_t free_count;
  uint8_t free[CHUNK_PAGES]; /* numbers of free pages; links inside the pages would hide use after free */
  uint32_t shares[CHUNK_PAGES]; /* owners of each page, beyond the first */
};

_Static_assert(CHUNK_PAGES * QL_PAGE_SIZE + sizeof(chunk) <= CHUNK_BLOCK_BYTES, "pages and bookkeeping fit");

static chunk *open_chunks;
static uint32_t chunk_count, empty_chunk_count, pages_used;

static uint8_t *first_page(chunk *c) { return (uint8_t *)c - CHUNK_PAGES * QL_PAGE_SIZE; }

static chunk *chunk_of(const uint8_t *page) {
  uintptr_t base = (uintptr_t)page & ~(uintptr_t)(CHUNK_BYTES - 1);
  return (chunk *)(base + CHUNK_PAGES * QL_PAGE_SIZE);
}

static uint32_t number_of(chunk *c, const uint8_t *page) { return (uint32_t)((size_t)(page - first_page(c)) / QL_PAGE_SIZE); }

static void open_list_add(chunk *c) {
  c->prev = 0;
  c->next = open_chunks;
  if (open_chunks) open_chunks->prev = c;
  open_chunks = c;
}

static void open_list_remove(chunk *c) {
  if (c->prev) c->prev->next = c->next;
  else open_chunks = c->next;
  if (c->next) c->next->prev = c->prev;
}

static chunk *chunk_create(void) {
  uint8_t *base = ql_alloc_aligned(CHUNK_BYTES, CHUNK_BLOCK_BYTES);
  if (!base) return 0;
  chunk *c = chunk_of(base);
  c->used = 0;
  c->free_count = CHUNK_PAGES;
  /* Low pages are taken first. */
  for (uint32_t i = 0; i < CHUNK_PAGES; i++) c->free[i] = (uint8_t)(CHUNK_PAGES - 1 - i);
  for (uint32_t i = 0; i < CHUNK_PAGES; i++) POISON(base + i * QL_PAGE_SIZE);
  chunk_count++;
  empty_chunk_count++;
  open_list_add(c);
  return c;
}

static void chunk_destroy(chunk *c) {
  open_list_remove(c);
  chunk_count--;
  empty_chunk_count--;
  for (uint32_t i = 0; i < CHUNK_PAGES; i++) UNPOISON(first_page(c) + i * QL_PAGE_SIZE);
  ql_free(first_page(c));
}

uint8_t *ql_page_alloc(void) {
  chunk *c = open_chunks ? open_chunks : chunk_create();
  if (!c) return 0;
  if (c->used++ == 0) empty_chunk_count--;
  uint32_t number = c->free[--c->free_count];
  uint8_t *page = first_page(c) + number * (size_t)QL_PAGE_SIZE;
  c->shares[number] = 0;
  if (c->free_count == 0) open_list_remove(c);
  UNPOISON(page);
  pages_used++;
  return page;
}

void ql_page_share(uint8_t *page) {
  chunk *c = chunk_of(page);
  QL_ASSERT(c->used > 0);
  c->shares[number_of(c, page)]++;
}

void ql_page_free(uint8_t *page) {
  if (!page) return;
  chunk *c = chunk_of(page);
  QL_ASSERT(c->used > 0);
  uint32_t number = number_of(c, page);
  if (c->shares[number] > 0) {
    c->shares[number]--;
    return;
  }
  POISON(page);
  if (c->free_count == 0) open_list_add(c);
  c->free[c->free_count++] = (uint8_t)number;
  pages_used--;
  if (--c->used > 0) return;
  empty_chunk_count++;
  /* Spare: one chunk in sixteen, at least four, so that a busy store does not ask the heap again and again. */
  if (empty_chunk_count > 4 + chunk_count / 16) chunk_destroy(c);
}

uint32_t ql_pages_used(void) { return pages_used; }

uint32_t ql_pages_free(void) { return chunk_count * CHUNK_PAGES - pages_used; }
