import { createSeededRandom, randomInteger } from '@quorumlite/transport'
import { runScript } from '../load.ts'

const CUSTOMERS = 4_000
const PRODUCTS = 1_000
const PAST_ORDERS = 6_000

const SCHEMA = `
create table customer (id integer primary key, name text not null, city text not null);
create table product (id integer primary key, name text not null, price_cents integer not null, stock integer not null);
create table past_order (
  id integer primary key,
  customer_id integer not null references customer,
  product_id integer not null references product,
  quantity integer not null
);
create index past_order_customer on past_order (customer_id);`

const CITIES = ['Lisbon', 'Turku', 'Graz', 'Leuven', 'Porto', 'Bergen', 'Ghent', 'Brno', 'Turin']
const THINGS = ['lamp', 'chair', 'kettle', 'notebook', 'scarf', 'clock', 'basket', 'stool', 'vase']
const KINDS = ['oak', 'brass', 'linen', 'blue', 'small', 'folding', 'glass', 'red', 'old']

/** A shop of some ten thousand rows, the same for the same seed, as the bytes of a database file. */
export function generateShop(seed: number): Promise<Uint8Array> {
  const random = createSeededRandom(seed)
  const pick = (words: readonly string[]): string =>
    words[randomInteger(random, 0, words.length - 1)]!
  const customers = times(CUSTOMERS, (id) => `(${id}, 'Customer ${id}', '${pick(CITIES)}')`)
  const products = times(PRODUCTS, (id) => {
    const price = randomInteger(random, 99, 49_999)
    return `(${id}, '${pick(KINDS)} ${pick(THINGS)}', ${price}, ${randomInteger(random, 10, 500)})`
  })
  const orders = times(PAST_ORDERS, (id) => {
    const customer = randomInteger(random, 1, CUSTOMERS)
    const product = randomInteger(random, 1, PRODUCTS)
    return `(${id}, ${customer}, ${product}, ${randomInteger(random, 1, 5)})`
  })
  return runScript(
    `${SCHEMA}
     insert into customer values ${customers.join(',')};
     insert into product values ${products.join(',')};
     insert into past_order values ${orders.join(',')};`,
  )
}

function times(count: number, make: (id: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => make(i + 1))
}
