/** The version of the quorumlite packages, which are released together. */
export const PRODUCT_VERSION = '0.1.0'
