/* Readers in threads of their own against a writer that commits, publishes, aborts, evicts and drops: every snapshot's pages must
** make up the checksum of its mark. Also run under the thread sanitizer (native.sh --threads). */
#include <pthread.h>

#include "../src/page-hash.h"
#include "harness.h"

#define THREADS 3

typedef struct {
  uint32_t number;
  pthread_t thread;
  uint64_t random;
  uint32_t reads, evicted, gone;
  int is_running;
} reader;

/* The store of the moment; both change together under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ql_store *current;
static uint32_t current_id;
static uint32_t is_over;
/* The writer's call hands it out; readers only use it. */
static ql_sharing *sharing;

static uint32_t below(reader *self, uint32_t n) {
  self->random = self->random * 6364136223846793005ull + 1442695040888963407ull;
  return (uint32_t)(self->random >> 33) % n;
}

/* Reads every page under the pin. Returns 0 to die on the spot, with the pin held, in the middle of a page. */
static int read_snapshot(reader *self, ql_store *store, uint32_t id, uint32_t pin) {
  ql_mark mark = sharing->readers[self->number].mark;
  uint64_t checksum = 0;
  for (uint32_t pgno = 1; pgno <= mark.page_count; pgno++) {
    uint8_t copy[QL_PAGE_SIZE];
    const uint8_t *page = ql_reader_find(sharing, self->number, store, id, pin, pgno);
    intptr_t code = (intptr_t)page;
    if (page && code > 0) memcpy(copy, page, QL_PAGE_SIZE);
    if (below(self, 20000) == 0) return 0;
    ql_reader_leave(sharing, self->number);
    if (code == QL_READER_EVICTED) {
      self->evicted++;
      return 1;
    }
    if (code == QL_READER_GONE) {
      self->gone++;
      return 1;
    }
    if (page) checksum ^= ql_hash_page(pgno, copy);
  }
  CHECK(checksum == mark.checksum);
  self->reads++;
  return 1;
}

static void *run_reader(void *argument) {
  reader *self = argument;
  while (!QL_LOAD(is_over)) {
    pthread_mutex_lock(&lock);
    ql_store *store = current;
    uint32_t id = current_id;
    pthread_mutex_unlock(&lock);
    int pin = ql_reader_pin(sharing, self->number, store, id);
    if (pin == QL_READER_GONE) continue;
    CHECK(pin >= 0);
    if (!read_snapshot(self, store, id, (uint32_t)pin)) break;
    ql_reader_unpin(store, (uint32_t)pin);
  }
  __atomic_store_n(&self->is_running, 0, __ATOMIC_SEQ_CST);
  return 0;
}

static void start(reader *self) {
  CHECK_EQUAL(ql_reader_attach(self->number), SQLITE_OK);
  self->is_running = 1;
  CHECK_EQUAL(pthread_create(&self->thread, 0, run_reader, self), 0);
}

static void end(reader *self) {
  pthread_join(self->thread, 0);
  ql_reader_detach(self->number);
}

/* A new one, or a fork. */
static sqlite3 *begin_store(uint32_t i, ql_store *source) {
  char name[20];
  snprintf(name, sizeof name, "store%u", i);
  ql_store *store;
  if (source) CHECK_EQUAL(ql_store_fork(source, name, &store), SQLITE_OK);
  else store = store_new_blank(name);
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, a)");
  ql_publish(store, 1);
  pthread_mutex_lock(&lock);
  current = store;
  current_id = ql_store_id(store);
  pthread_mutex_unlock(&lock);
  return writer;
}

void test_threads(uint32_t rounds) {
  static reader readers[THREADS];
  memset(readers, 0, sizeof readers);
  sharing = ql_share();
  is_over = 0;
  sqlite3 *writer = begin_store(0, 0);
  for (uint32_t k = 0; k < THREADS; k++) {
    readers[k].number = k;
    readers[k].random = test_seed + k;
    start(&readers[k]);
  }
  uint32_t deaths = 0;
  for (uint32_t i = 1; i <= rounds; i++) {
    uint32_t r = random_below(1000);
    if (r < 500) SQL(writer, "INSERT INTO t(a) VALUES (zeroblob(%u))", random_below(6000));
    else if (r < 700) SQL(writer, "UPDATE t SET a = zeroblob(%u) WHERE id %% 11 = %u", r, r % 11);
    else if (r < 990) SQL(writer, "DELETE FROM t WHERE id %% 13 = %u", r % 13);
    else if (r < 993) SQL(writer, "DELETE FROM t; VACUUM");
    if (random_below(2)) ql_publish(current, 1 + random_below(3));
    else if (random_below(20) == 0 && ql_abort(current) > 0) {
      conn_close(writer);
      writer = conn_open(current, WRITER);
    }
    if (random_below(30) == 0) ql_evict_readers(current, (double)current->committed.version - random_below(5));
    if (random_below(40) == 0) ql_forget_gone(current, (double)current->committed.version);
    if (random_below(400) == 0) {
      ql_store *old = current;
      conn_close(writer);
      writer = begin_store(i, random_below(2) ? old : 0);
      ql_store_drop(old);
    }
    reader *one = &readers[random_below(THREADS)];
    if (!QL_LOAD(one->is_running)) {
      deaths++;
      end(one);
      start(one);
    }
  }
  QL_STORE(is_over, 1);
  uint32_t reads = 0, evicted = 0, gone = 0;
  for (uint32_t k = 0; k < THREADS; k++) {
    end(&readers[k]);
    reads += readers[k].reads, evicted += readers[k].evicted, gone += readers[k].gone;
  }
  conn_close(writer);
  CHECK_EQUAL(current->pin_count, 0);
  check_structure(current);
  ql_store_drop(current);
  printf(" %u snapshots read, %u evicted, %u of dropped stores, %u readers died;", reads, evicted, gone, deaths);
  CHECK(reads > 0);
}
