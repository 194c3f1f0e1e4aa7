/* Memory for pages: 4096 bytes each, 16-byte aligned, shared by all stores. */
#ifndef QL_PAGE_SLAB_H
#define QL_PAGE_SLAB_H

#include <stdint.h>

/* A page with undefined content, or 0. */
uint8_t *ql_page_alloc(void);
void ql_page_free(uint8_t *page);

/* Pages handed out, and pages that the slab holds free. */
uint32_t ql_pages_used(void);
uint32_t ql_pages_free(void);

#endif
