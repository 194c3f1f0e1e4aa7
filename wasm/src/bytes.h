/* Integers in byte buffers: little-endian in our own formats, big-endian in SQLite's database file. */
#ifndef QL_BYTES_H
#define QL_BYTES_H

#include <stdint.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "our formats are memory images of little-endian integers");

static inline uint16_t ql_get_u16(const uint8_t *at) { uint16_t v; memcpy(&v, at, 2); return v; }
static inline uint32_t ql_get_u32(const uint8_t *at) { uint32_t v; memcpy(&v, at, 4); return v; }
static inline uint64_t ql_get_u64(const uint8_t *at) { uint64_t v; memcpy(&v, at, 8); return v; }
static inline int64_t ql_get_i64(const uint8_t *at) { int64_t v; memcpy(&v, at, 8); return v; }
static inline double ql_get_f64(const uint8_t *at) { double v; memcpy(&v, at, 8); return v; }

static inline void ql_put_u16(uint8_t *at, uint16_t v) { memcpy(at, &v, 2); }
static inline void ql_put_u32(uint8_t *at, uint32_t v) { memcpy(at, &v, 4); }
static inline void ql_put_u64(uint8_t *at, uint64_t v) { memcpy(at, &v, 8); }
static inline void ql_put_f64(uint8_t *at, double v) { memcpy(at, &v, 8); }

static inline uint32_t ql_get_be32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
static inline void ql_put_be32(uint8_t *at, uint32_t v) {
  at[0] = (uint8_t)(v >> 24);
  at[1] = (uint8_t)(v >> 16);
  at[2] = (uint8_t)(v >> 8);
  at[3] = (uint8_t)v;
}

#endif
