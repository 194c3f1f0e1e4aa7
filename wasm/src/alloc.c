/* malloc for the module: two-level segregated fit (Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems",
** 2004). Constant time, merges free neighbours, so that what one use gave back serves another: linear memory never shrinks,
** and what is lost to fragmentation is lost for good.
**
** It owns only what it asked memory.grow for, and its state is this instance's own: several instances may live in one shared
** memory.
**
**   block:  size of the block before it (if that is free) | size, flags | payload, 8-byte aligned, ...
**   A free block's payload begins with its neighbours in the free list. Each region that memory.grow gave ends in a used
**   block of size 0. */
#include "alloc.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define WASM_PAGE 65536u
#define WASM_PAGES_MAX 65535u /* one less than 4 GiB: an end address must fit 32 bits */
#define HEADER 8u
#define PAYLOAD_MIN 8u
#define BLOCK_FREE 1u
#define BEFORE_FREE 2u
#define FLAGS 7u

/* Sizes below 128 have a list for each multiple of 8; above, 16 lists for each power of two. */
#define SECOND_BITS 4
#define SECOND (1u << SECOND_BITS)
#define SMALL 128u
#define FIRST 26
/* Of ql_heap_free_in_large_blocks. */
#define LARGE (1u << 20)

typedef struct block block;
struct block {
  uint32_t size_before; /* payload size of the block before, valid only if that is free */
  uint32_t size_flags;
  block *next_free; /* in the payload, while free */
  block *prev_free;
};

static uint32_t first_map;
static uint32_t second_map[FIRST];
static block *lists[FIRST][SECOND];
static uint8_t *region_end;
static uint32_t pages_grown, pages_limit = WASM_PAGES_MAX;
static uint64_t bytes_used;

static inline uint32_t size_of(const block *b) { return b->size_flags & ~FLAGS; }
static inline void *payload_of(block *b) { return (uint8_t *)b + HEADER; }
static inline block *block_of(void *payload) { return (block *)((uint8_t *)payload - HEADER); }
static inline block *block_after(block *b) { return (block *)((uint8_t *)b + HEADER + size_of(b)); }
static inline block *block_before(block *b) { return (block *)((uint8_t *)b - HEADER - b->size_before); }

/* The list that a block of this size belongs to. */
static inline void list_of(uint32_t size, uint32_t *first, uint32_t *second) {
  if (size < SMALL) {
    *first = 0;
    *second = size / 8;
    return;
  }
  uint32_t log = 31 - (uint32_t)__builtin_clz(size);
  *first = log - 6;
  *second = (size >> (log - SECOND_BITS)) & (SECOND - 1);
}

static void list_add(block *b) {
  uint32_t first, second;
  list_of(size_of(b), &first, &second);
  b->prev_free = 0;
  b->next_free = lists[first][second];
  if (b->next_free) b->next_free->prev_free = b;
  lists[first][second] = b;
  first_map |= 1u << first;
  second_map[first] |= 1u << second;
}

static void list_remove(block *b) {
  uint32_t first, second;
  list_of(size_of(b), &first, &second);
  if (b->next_free) b->next_free->prev_free = b->prev_free;
  if (b->prev_free) {
    b->prev_free->next_free = b->next_free;
    return;
  }
  lists[first][second] = b->next_free;
  if (b->next_free) return;
  second_map[first] &= ~(1u << second);
  if (!second_map[first]) first_map &= ~(1u << first);
}

/* Marks a block as free, tells its successor, and lists it. */
static void set_free(block *b, uint32_t size) {
  b->size_flags = size | BLOCK_FREE | (b->size_flags & BEFORE_FREE);
  block *after = block_after(b);
  after->size_before = size;
  after->size_flags |= BEFORE_FREE;
  list_add(b);
}

static block *find_free(uint32_t size) {
  uint32_t first, second;
  /* Round up to the next list, all of whose blocks are large enough. */
  if (size >= SMALL) size += (1u << (31 - (uint32_t)__builtin_clz(size) - SECOND_BITS)) - 1;
  list_of(size, &first, &second);
  uint32_t map = second_map[first] & (~0u << second);
  if (!map) {
    uint32_t above = first + 1 < FIRST ? first_map & (~0u << (first + 1)) : 0;
    if (!above) return 0;
    first = (uint32_t)__builtin_ctz(above);
    map = second_map[first];
  }
  return lists[first][__builtin_ctz(map)];
}

/* Cuts a used block to `size` and frees what is left, if that can be a block. */
static void trim(block *b, uint32_t size) {
  uint32_t rest = size_of(b) - size;
  if (rest < HEADER + PAYLOAD_MIN) return;
  b->size_flags = size | (b->size_flags & FLAGS);
  block *tail = block_after(b);
  tail->size_flags = 0;
  block *after = (block *)((uint8_t *)tail + rest);
  uint32_t tail_size = rest - HEADER;
  if (after->size_flags & BLOCK_FREE) {
    list_remove(after);
    tail_size += HEADER + size_of(after);
  }
  set_free(tail, tail_size);
}

/* Takes a listed block into use, cut to `size`. */
static void *take(block *b, uint32_t size) {
  list_remove(b);
  b->size_flags &= ~BLOCK_FREE;
  block_after(b)->size_flags &= ~BEFORE_FREE;
  trim(b, size);
  bytes_used += HEADER + size_of(b);
  return payload_of(b);
}

/* Asks for more memory, so that a block of `size` can be found. */
static int grow(uint32_t size) {
  uint64_t need = (uint64_t)size + size / SECOND + 3 * HEADER + WASM_PAGE;
  uint32_t least = (uint32_t)((need + WASM_PAGE - 1) / WASM_PAGE);
  /* An eighth of what there is, from 1 MiB to 16 MiB, lest every few allocations grow the memory. */
  uint32_t step = pages_grown / 8;
  step = step < 16 ? 16 : step > 256 ? 256 : step;
  uint32_t pages = least > step ? least : step;
  uint32_t size_now = (uint32_t)__builtin_wasm_memory_size(0);
  if (pages > pages_limit - size_now || size_now > pages_limit) pages = least;
  if (size_now > pages_limit || pages > pages_limit - size_now) return 0;
  size_t before = __builtin_wasm_memory_grow(0, pages);
  if (before == (size_t)-1) return 0;
  pages_grown += pages;

  uint8_t *start = (uint8_t *)(before * WASM_PAGE), *end = start + (size_t)pages * WASM_PAGE;
  block *b;
  if (start == region_end) {
    b = block_of(start); /* the end block of the region before becomes the head of the new memory */
  } else {
    b = (block *)start;
    b->size_flags = 0;
  }
  region_end = end;
  block *last = block_of(end);
  last->size_flags = 0;
  uint32_t free_size = (uint32_t)((uint8_t *)last - (uint8_t *)b) - HEADER;
  if (b->size_flags & BEFORE_FREE) {
    block *before_it = block_before(b);
    list_remove(before_it);
    free_size += HEADER + size_of(before_it);
    b = before_it;
  }
  set_free(b, free_size);
  return 1;
}

static uint32_t round_size(size_t bytes) {
  if (bytes > 0xf0000000u) return 0;
  return bytes < PAYLOAD_MIN ? PAYLOAD_MIN : ((uint32_t)bytes + 7) & ~7u;
}

/* Calls may nest this deep. WebAssembly cannot survive the end of its stack, nor can SQLite's recursion be counted from
** outside; but it allocates as it goes down, and a failed allocation is an error that it unwinds from. JavaScript's own
** stack, of about 1 MB on a main thread, ends at about four times this. */
#define STACK_BYTES_MAX (192u * 1024)

extern char __stack_high;

static inline int is_too_deep(void) {
  return (uintptr_t)&__stack_high - (uintptr_t)__builtin_frame_address(0) > STACK_BYTES_MAX;
}

void *malloc(size_t bytes) {
  uint32_t size = round_size(bytes);
  if (!size || is_too_deep()) return 0;
  block *b = find_free(size);
  if (!b && grow(size)) b = find_free(size);
  return b ? take(b, size) : 0;
}

void free(void *payload) {
  if (!payload) return;
  block *b = block_of(payload);
  QL_ASSERT(!(b->size_flags & BLOCK_FREE));
  bytes_used -= HEADER + size_of(b);
  uint32_t size = size_of(b);
  block *after = block_after(b);
  if (after->size_flags & BLOCK_FREE) {
    list_remove(after);
    size += HEADER + size_of(after);
  }
  if (b->size_flags & BEFORE_FREE) {
    block *before = block_before(b);
    list_remove(before);
    size += HEADER + size_of(before);
    b = before;
  }
  set_free(b, size);
}

void *calloc(size_t count, size_t bytes) {
  size_t total;
  if (__builtin_mul_overflow(count, bytes, &total)) return 0;
  void *payload = malloc(total);
  if (payload) memset(payload, 0, total);
  return payload;
}

void *realloc(void *old, size_t bytes) {
  if (!old) return malloc(bytes);
  uint32_t size = round_size(bytes);
  if (!size) return 0;
  block *b = block_of(old);
  uint32_t had = size_of(b);
  block *after = block_after(b);
  if (size > had && (after->size_flags & BLOCK_FREE) && had + HEADER + size_of(after) >= size) {
    list_remove(after);
    b->size_flags += HEADER + size_of(after);
    block_after(b)->size_flags &= ~BEFORE_FREE;
  }
  if (size <= size_of(b)) {
    trim(b, size);
    bytes_used += (uint64_t)size_of(b) - had;
    return old;
  }
  void *payload = malloc(bytes);
  if (!payload) return 0;
  memcpy(payload, old, had);
  free(old);
  return payload;
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  uint32_t size = round_size(bytes);
  if (alignment <= 8) return malloc(bytes);
  if (!size || size > 0xf0000000u - alignment) return 0;
  /* Room for an aligned payload behind a gap that is nothing, or a block of its own. */
  uint32_t room = size + (uint32_t)alignment + HEADER + PAYLOAD_MIN;
  block *b = find_free(room);
  if (!b && grow(room)) b = find_free(room);
  if (!b) return 0;
  uint8_t *start = payload_of(b);
  uint8_t *aligned = (uint8_t *)(((uintptr_t)start + alignment - 1) & ~(uintptr_t)(alignment - 1));
  if (aligned != start && (size_t)(aligned - start) < HEADER + PAYLOAD_MIN) aligned += alignment;
  if (aligned == start) return take(b, size);

  list_remove(b);
  uint32_t gap = (uint32_t)(aligned - start) - HEADER;
  block *used = block_of(aligned);
  used->size_flags = size_of(b) - gap - HEADER;
  block_after(used)->size_flags &= ~BEFORE_FREE;
  set_free(b, gap);
  trim(used, size);
  bytes_used += HEADER + size_of(used);
  return aligned;
}

/* What SQLite asks instead of keeping sizes of its own. */
size_t malloc_usable_size(void *payload) { return payload ? size_of(block_of(payload)) : 0; }

double ql_heap_grown(void) { return (double)__builtin_wasm_memory_size(0) * WASM_PAGE; }

double ql_heap_used(void) { return (double)bytes_used; }

double ql_heap_free_in_large_blocks(void) {
  uint32_t first, second;
  list_of(LARGE, &first, &second);
  double bytes = 0;
  for (; first < FIRST; first++, second = 0) {
    for (; second < SECOND; second++) {
      for (const block *b = lists[first][second]; b; b = b->next_free) bytes += size_of(b);
    }
  }
  return bytes;
}

double ql_heap_limit(void) { return (double)pages_limit * WASM_PAGE; }

void ql_heap_set_limit(double bytes) {
  double pages = bytes / WASM_PAGE;
  pages_limit = pages >= WASM_PAGES_MAX ? WASM_PAGES_MAX : pages > 0 ? (uint32_t)pages : 0;
}
