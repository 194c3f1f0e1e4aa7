/* Runs the native tests: all of them, or those named. Arguments: --seed N, --rounds N, names. */
#include "harness.h"

#include <time.h>

/* SQLite's allocations, refused on demand like the page store's. */
static sqlite3_mem_methods libc_methods;

static void *gated_malloc(int bytes) {
  return ql_test_allocation_fails && ql_test_allocation_fails() ? 0 : libc_methods.xMalloc(bytes);
}

static void *gated_realloc(void *old, int bytes) {
  return ql_test_allocation_fails && ql_test_allocation_fails() ? 0 : libc_methods.xRealloc(old, bytes);
}

static void configure_sqlite(void) {
  CHECK_EQUAL(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &libc_methods), SQLITE_OK);
  sqlite3_mem_methods gated = libc_methods;
  gated.xMalloc = gated_malloc;
  gated.xRealloc = gated_realloc;
  CHECK_EQUAL(sqlite3_config(SQLITE_CONFIG_MALLOC, &gated), SQLITE_OK);
  CHECK_EQUAL(sqlite3_initialize(), SQLITE_OK);
}

static uint32_t rounds = 6000;
static void run_stress(void) { test_stress(rounds); }
static void run_threads(void) { test_threads(rounds); }

static const struct {
  const char *name;
  void (*run)(void);
} tests[] = {
    {"rules", test_rules},           {"binding", test_binding}, {"authorizer", test_authorizer},
    {"snapshots", test_snapshots},   {"entries", test_entries}, {"imports", test_imports},
    {"checkpoints", test_checkpoints}, {"fork", test_fork}, {"faults", test_faults}, {"stress", run_stress},
    {"sharing", test_sharing},       {"threads", run_threads},
};

int main(int argc, char **argv) {
  int named = 0;
  test_seed = (uint64_t)time(0) % 1000000000;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) test_seed = strtoull(argv[++i], 0, 10);
    else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) rounds = (uint32_t)strtoul(argv[++i], 0, 10);
    else named = 1;
  }
  printf("seed %llu\n", (unsigned long long)test_seed);
  configure_sqlite();
  for (size_t t = 0; t < sizeof tests / sizeof *tests; t++) {
    int wanted = !named;
    for (int i = 1; i < argc; i++) wanted |= strcmp(argv[i], tests[t].name) == 0;
    if (!wanted) continue;
    clock_t start = clock();
    printf("%-12s", tests[t].name);
    fflush(stdout);
    random_reset(test_seed);
    uint32_t pages = ql_pages_used(), records = ql_page_version_count();
    tests[t].run();
    CHECK_EQUAL(ql_pages_used(), pages);
    CHECK_EQUAL(ql_page_version_count(), records);
    CHECK_EQUAL(ql_store_count(), 0);
    CHECK_EQUAL(ql_file_count(), 0);
    printf(" ok  %.1f s\n", (double)(clock() - start) / CLOCKS_PER_SEC);
  }
  CHECK_EQUAL(sqlite3_shutdown(), SQLITE_OK);
  return 0;
}
