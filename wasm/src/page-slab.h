/* Memory for pages: 4096 bytes each, 16-byte aligned, shared by all stores. */
#ifndef QL_PAGE_SLAB_H
#define QL_PAGE_SLAB_H

#include <stdint.h>

/* A page with undefined content, or 0. */
uint8_t *ql_page_alloc(void);
/* One owner more: the page is free when as many have freed it. Nobody may change what others own, too. */
void ql_page_share(uint8_t *page);
void ql_page_free(uint8_t *page);

/* Pages handed out (one that is shared counts once), and pages that the slab holds free. */
uint32_t ql_pages_used(void);
uint32_t ql_pages_free(void);

#endif
