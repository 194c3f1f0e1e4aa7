/* A fork: a second store with the committed pages of a first one. Content is shared, because it never changes once it has its hash
** (but for repair, which gives both the same again): a commit makes new page versions, in the one store or the other. */
#include "heap.h"
#include "sharing.h"

/* The fork's chunk, or 0 for want of memory. Nobody sees it yet. */
static ql_chunk *fork_chunk(const ql_chunk *source, uint64_t version) {
  ql_chunk *chunk = ql_alloc_zeroed(sizeof *chunk);
  if (!chunk) return 0;
  chunk->changed_at = version;
  for (uint32_t i = 0; i < QL_CHUNK_PAGES; i++) {
    const ql_page_version *committed = source->slots[i].committed;
    if (!committed || !committed->data) continue;
    ql_page_version *page = ql_page_version_share(committed);
    if (!page) {
      for (uint32_t k = 0; k < i; k++) ql_page_version_free(chunk->slots[k].newest);
      ql_free(chunk);
      return 0;
    }
    page->version = version;
    chunk->slots[i].newest = page;
    chunk->slots[i].committed = page;
  }
  return chunk;
}

static int fork_pages(const ql_store *source, ql_store *fork, uint64_t version) {
  for (uint32_t index = 0; index < source->chunk_end; index++) {
    if (!source->chunks[index]) continue;
    ql_chunk *chunk = fork_chunk(source->chunks[index], version);
    if (!chunk) return SQLITE_NOMEM;
    QL_STORE(fork->chunks[index], chunk);
    fork->chunk_end = index + 1;
  }
  return SQLITE_OK;
}

int ql_store_fork(ql_store *source, const char *name, ql_store **out) {
  *out = 0;
  if (source->committed.page_count == 0) return QL_NOT_A_DATABASE;
  ql_store *fork;
  int code = ql_store_create(name, &fork);
  if (code != SQLITE_OK) return code;
  ql_mark mark = source->committed;
  mark.version = fork->next_version++;
  mark.change_id = mark.version;
  if (fork_pages(source, fork, mark.version) != SQLITE_OK) {
    ql_store_drop(fork);
    return SQLITE_NOMEM;
  }
  fork->committed = mark;
  fork->speculative = mark;
  fork->max_pages = source->max_pages;
  fork->max_transaction_pages = source->max_transaction_pages;
  ql_store_show(fork);
  *out = fork;
  return SQLITE_OK;
}
