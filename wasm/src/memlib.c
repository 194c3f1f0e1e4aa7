/* memcpy and its family for the module. clang turns every memcpy into the memory.copy instruction, which is slow in V8 for the
** short lengths that SQLite copies all the time: below a threshold, a few vector or word moves are several times faster.
** Compiled with -fno-builtin, lest a loop in memcpy be compiled into a call of memcpy. */
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

/* From this length on the instruction wins. */
#define COPY_INSTRUCTION_FROM 256
#define MOVE_INSTRUCTION_FROM 64

typedef struct __attribute__((packed, aligned(1), may_alias)) { uint64_t v; } word64;
typedef struct __attribute__((packed, aligned(1), may_alias)) { uint32_t v; } word32;
typedef struct __attribute__((packed, aligned(1), may_alias)) { uint16_t v; } word16;

static inline uint64_t get64(const unsigned char *p) { return ((const word64 *)p)->v; }
static inline uint32_t get32(const unsigned char *p) { return ((const word32 *)p)->v; }
static inline uint16_t get16(const unsigned char *p) { return ((const word16 *)p)->v; }
static inline void put64(unsigned char *p, uint64_t v) { ((word64 *)p)->v = v; }
static inline void put32(unsigned char *p, uint32_t v) { ((word32 *)p)->v = v; }
static inline void put16(unsigned char *p, uint16_t v) { ((word16 *)p)->v = v; }

static inline void copy_instruction(void *to, const void *from, size_t n) {
  __asm__("local.get %0\n local.get %1\n local.get %2\n memory.copy 0,0" ::"r"(to), "r"(from), "r"(n) : "memory");
}

static inline void fill_instruction(void *to, int c, size_t n) {
  __asm__("local.get %0\n local.get %1\n local.get %2\n memory.fill 0" ::"r"(to), "r"(c), "r"(n) : "memory");
}

/* Fewer than 16 bytes, as two words that may overlap; everything is read before anything is written. */
static inline void copy_short(unsigned char *d, const unsigned char *s, size_t n) {
  if (n >= 8) {
    uint64_t x = get64(s), y = get64(s + n - 8);
    put64(d, x);
    put64(d + n - 8, y);
  } else if (n >= 4) {
    uint32_t x = get32(s), y = get32(s + n - 4);
    put32(d, x);
    put32(d + n - 4, y);
  } else if (n >= 2) {
    uint16_t x = get16(s), y = get16(s + n - 2);
    put16(d, x);
    put16(d + n - 2, y);
  } else if (n) {
    *d = *s;
  }
}

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  unsigned char *d = to;
  const unsigned char *s = from;
  if (n > COPY_INSTRUCTION_FROM) {
    copy_instruction(to, from, n);
  } else if (n >= 16) {
    for (size_t i = 0; i + 16 <= n; i += 16) wasm_v128_store(d + i, wasm_v128_load(s + i));
    wasm_v128_store(d + n - 16, wasm_v128_load(s + n - 16));
  } else {
    copy_short(d, s, n);
  }
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  unsigned char *d = to;
  const unsigned char *s = from;
  if (n > MOVE_INSTRUCTION_FROM) {
    copy_instruction(to, from, n);
  } else if (n >= 16) {
    v128_t part[4], last = wasm_v128_load(s + n - 16);
    size_t count = 0;
    for (size_t i = 0; i + 16 <= n; i += 16) part[count++] = wasm_v128_load(s + i);
    for (size_t i = 0; i < count; i++) wasm_v128_store(d + 16 * i, part[i]);
    wasm_v128_store(d + n - 16, last);
  } else {
    copy_short(d, s, n);
  }
  return to;
}

void *memset(void *to, int c, size_t n) {
  unsigned char *d = to;
  if (n > COPY_INSTRUCTION_FROM) {
    fill_instruction(to, c, n);
    return to;
  }
  if (n >= 16) {
    v128_t v = wasm_i8x16_splat((int8_t)c);
    for (size_t i = 0; i + 16 <= n; i += 16) wasm_v128_store(d + i, v);
    wasm_v128_store(d + n - 16, v);
    return to;
  }
  uint64_t word = 0x0101010101010101ull * (unsigned char)c;
  unsigned char pattern[16];
  put64(pattern, word);
  put64(pattern + 8, word);
  copy_short(d, pattern, n);
  return to;
}

int memcmp(const void *left, const void *right, size_t n) {
  const unsigned char *a = left, *b = right;
  for (; n >= 16; a += 16, b += 16, n -= 16) {
    uint32_t differing = (uint32_t)wasm_i8x16_bitmask(wasm_i8x16_ne(wasm_v128_load(a), wasm_v128_load(b)));
    if (differing) {
      int at = __builtin_ctz(differing);
      return (int)a[at] - (int)b[at];
    }
  }
  if (n >= 8) {
    uint64_t x = get64(a), y = get64(b);
    if (x != y) {
      int at = __builtin_ctzll(x ^ y) / 8;
      return (int)a[at] - (int)b[at];
    }
    a += 8, b += 8, n -= 8;
  }
  for (; n; n--, a++, b++) {
    if (*a != *b) return (int)*a - (int)*b;
  }
  return 0;
}
