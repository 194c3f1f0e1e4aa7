/* Pages come from chunks of 63, aligned so that a page's address leads to its chunk, and chunks from regions of up to 16. A
** chunk without a page in use goes back to its region, but for a few spare ones, and a region without a chunk in use goes
** back to the heap, so that the memory of a dropped database can serve a big sort.
**
**   region:          chunk 0 | chunk 1 | ... | (heap's own header of the next block)
**   chunk, 256 KiB:  page 0 | page 1 | ... | page 62 | struct chunk
**
** Aligned blocks among small ones leave holes before them: one for each chunk, if chunks were blocks of the heap. A region
** grows with what there is, from one chunk on, so that little memory is enough for little.
**
** The bookkeeping is at the end, and a region is 16 bytes short, so that the heap can lay regions without gaps. */
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
#define REGION_CHUNKS_MAX 16u
/* A region is a quarter of all that there is, at most. */
#define REGION_SHARE 4u

typedef struct region region;
struct region {
  region *prev; /* neighbours in the list of regions with a free chunk */
  region *next;
  uint8_t *base;
  uint32_t chunks;
  uint32_t free; /* bit by chunk */
};

typedef struct chunk chunk;
struct chunk {
  region *home;
  chunk *prev; /* neighbours in the list of chunks with a free page */
  chunk *next;
  uint32_t used;
  uint32_t free_count;
  uint8_t free[CHUNK_PAGES]; /* numbers of free pages; links inside the pages would hide use after free */
  uint32_t shares[CHUNK_PAGES]; /* owners of each page, beyond the first */
};

_Static_assert(CHUNK_PAGES * QL_PAGE_SIZE + sizeof(chunk) <= CHUNK_BLOCK_BYTES, "pages and bookkeeping fit");

static region *open_regions;
static chunk *open_chunks;
/* `region_chunks` counts those of all regions, `chunk_count` those that are not free in theirs. */
static uint32_t region_chunks, chunk_count, empty_chunk_count, pages_used;

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

static void region_list_add(region *r) {
  r->prev = 0;
  r->next = open_regions;
  if (open_regions) open_regions->prev = r;
  open_regions = r;
}

static void region_list_remove(region *r) {
  if (r->prev) r->prev->next = r->next;
  else open_regions = r->next;
  if (r->next) r->next->prev = r->prev;
}

static uint32_t all_chunks(const region *r) { return (1u << r->chunks) - 1; }

#define FOR_EACH_PAGE(r, page)                                    \
  for (uint32_t chunk_ = 0; chunk_ < (r)->chunks; chunk_++)       \
    for (uint8_t *page = (r)->base + chunk_ * CHUNK_BYTES,        \
                 *end_ = page + CHUNK_PAGES * (size_t)QL_PAGE_SIZE; \
         page < end_; page += QL_PAGE_SIZE)

static region *region_create(void) {
  region *r = ql_alloc(sizeof *r);
  if (!r) return 0;
  r->chunks = region_chunks / REGION_SHARE;
  if (r->chunks < 1) r->chunks = 1;
  if (r->chunks > REGION_CHUNKS_MAX) r->chunks = REGION_CHUNKS_MAX;
  /* Where memory is short, a small one may still fit. */
  while (!(r->base = ql_alloc_aligned(CHUNK_BYTES, r->chunks * CHUNK_BYTES - 16)) && r->chunks > 1) r->chunks /= 2;
  if (!r->base) {
    ql_free(r);
    return 0;
  }
  r->free = all_chunks(r);
  FOR_EACH_PAGE(r, page) POISON(page);
  region_chunks += r->chunks;
  region_list_add(r);
  return r;
}

static void region_destroy(region *r) {
  region_list_remove(r);
  region_chunks -= r->chunks;
  FOR_EACH_PAGE(r, page) UNPOISON(page);
  ql_free(r->base);
  ql_free(r);
}

static chunk *chunk_create(void) {
  region *r = open_regions ? open_regions : region_create();
  if (!r) return 0;
  uint32_t place = (uint32_t)__builtin_ctz(r->free);
  r->free &= r->free - 1;
  if (!r->free) region_list_remove(r);
  chunk *c = chunk_of(r->base + place * CHUNK_BYTES);
  c->home = r;
  c->used = 0;
  c->free_count = CHUNK_PAGES;
  /* Low pages are taken first. */
  for (uint32_t i = 0; i < CHUNK_PAGES; i++) c->free[i] = (uint8_t)(CHUNK_PAGES - 1 - i);
  chunk_count++;
  empty_chunk_count++;
  open_list_add(c);
  return c;
}

static void chunk_destroy(chunk *c) {
  region *r = c->home;
  open_list_remove(c);
  chunk_count--;
  empty_chunk_count--;
  if (!r->free) region_list_add(r);
  r->free |= 1u << ((size_t)(first_page(c) - r->base) / CHUNK_BYTES);
  if (r->free == all_chunks(r)) region_destroy(r);
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

uint32_t ql_pages_free(void) { return region_chunks * CHUNK_PAGES - pages_used; }
