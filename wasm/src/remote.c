/* A store in a reader: its pages are in the memory of the writer, another instance in another thread (sharing.h). What it has
** of its own are connections and pins, each of which stands for one in the writer's store. */
#include <string.h>

#include "sharing.h"
#include "vfs.h"
#include "wasm-imports.h"

static int code_of(int answer) {
  switch (answer) {
    case QL_READER_GONE:
      return QL_FILE_DOOMED;
    case QL_READER_EVICTED:
      return SQLITE_ERROR_SNAPSHOT;
    case QL_READER_NO_PIN:
      return SQLITE_PROTOCOL;
    default:
      return answer < 0 ? SQLITE_IOERR : SQLITE_OK;
  }
}

int ql_remote_open(const char *name, uintptr_t address, uint32_t id, ql_store **out) {
  int code = ql_store_create(name, out);
  if (code != SQLITE_OK) return code;
  (*out)->remote = address;
  (*out)->remote_id = id;
  ql_pin *pin;
  code = ql_remote_pin(*out, &pin);
  if (code == SQLITE_OK) {
    ql_pin_release(pin);
    if ((*out)->committed.page_count > 0) return SQLITE_OK;
    code = QL_NOT_A_DATABASE;
  }
  ql_store_drop(*out);
  *out = 0;
  return code;
}

int ql_remote_pin(ql_store *store, ql_pin **out) {
  ql_mark mark;
  *out = 0;
  int answer = ql_import_remote_pin(store->remote, store->remote_id, &mark);
  if (answer < 0) return code_of(answer);
  ql_pin *pin = ql_pin_acquire(store, &mark, 0);
  if (!pin || pin->references > 1) ql_remote_unpin(store, (uint32_t)answer);
  if (!pin) return SQLITE_NOMEM;
  if (pin->references == 1) pin->remote = (uint32_t)answer;
  store->committed = mark;
  store->speculative = mark;
  *out = pin;
  return SQLITE_OK;
}

void ql_remote_unpin(const ql_store *store, uint32_t pin) { ql_import_remote_unpin(store->remote, pin); }

int ql_remote_read(const ql_pin *pin, uint32_t pgno, uint32_t within, void *out, uint32_t bytes) {
  const ql_store *store = pin->store;
  int answer = ql_import_remote_read(store->remote, store->remote_id, pin->remote, pgno, within, out, bytes);
  if (answer == QL_READER_HOLE) memset(out, 0, bytes);
  return code_of(answer);
}
