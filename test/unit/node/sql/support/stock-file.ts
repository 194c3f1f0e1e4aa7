import { gunzipSync } from 'node:zlib'

/**
 * A file that stock SQLite 3.40.1 wrote: a table with a collation, an index, a view, a trigger, and a full-text table. Made
 * with Python's sqlite3 module.
 */
export function stockFile(): Uint8Array {
  return gunzipSync(Buffer.from(FILE, 'base64'))
}

const FILE = `
H4sIAAAAAAACA+3cb2vbRhwH8DudbNlOHBWKZ7qw5VdYsQ1mBMJgrFCarCIzS5vWc5p1g3aydHa02FImKX8cGMww9mR7shew17A3
sEfb0z7cGxjswfZgjLGxB320O9tJnJKwR4UmfD9Y0v3TnfSzn5x0+IMHa0EqqRPFfTelJXaFcc5uEzHGLLXl2ImC2sypPGf/z2Jv
eryoT569y+xvbGfu77mv5xrF34u7xdLs96oQAAAAAAAupk8KVvnGDT4Uqdvuyf0o9pMnXhR2gu50Ovdu01luOdRaXllzqDJdValu
0/1m4+5y8xG97zyq016NNhut99Y3WtRc32zc8fNWuVLhQ2tqBD/ykuDwdMY6a4xJXaUa+NS413JWnebp0ZJDWllbX6k9zmX1KJ+f
vo1UhumpTPacG9F15w/iLdZiyyovLPDh0tQAgX9wnMic1bEqr1QT2Q38OqUy7tdppxtG9enOp6trz0XucdYqX7/+XOTc1D1JmWfG
TFWcfy/tXuRtj2N2O5Mtl8s576T70W7S58NGs7WxvDbpe1RDu0kQdqmTJm9VU3mQ1jqmNW+XcioqcdDtyjj1gnRwdE3NxqoePSW3
o+6OfNmTatoahaQbUVvdd0iJKvRSit0gkVW3HcVpnSqqPpAJJak7qNRukgz9+8IqXb2aG87sBXK/HXTV5/gqnU1SWXKTo85Ct69m
x3HUHw+0vyVjSTsy2ulJukVLiyOOkS0vlLgMQl8e6HZP9Gk6ISY9b9xrPNhwVBDvOB/ScYvj66/qXC3mVrlU4sPVUQx1hd6MU1/L
uLn6PgL1M1NBop046LvxgLbloD6+Wh1MCiO17fZ65EW9nqtCFUaem8j60bVPTq/pubmwf2b2X/av6gAAAAAAAAAAF8ScMNm8+Oin
H+LA28r++N2MYbKS2Axk+Pqtb4vcZNfEiox7Qfj2a1QYzf9/Yfa/9h/qAAAAAAAAAAAX0YyY55NHASInSlw/BjDy4lp+/Ahg/P7/
K2b/Zv+pDgAAAAAAAADwwnz85RcKN9nwHZVbzy6242g/5IbJhR91DSPLRSc64EaGZz7d7e8khmFws+ceDgxVZEZ7MjYMwTOf7Qbe
NlcpkW5JrtoYplnI5Qr5fCHDBbti5O2CYG/oETnneuP6/T+3nzH1AQAAAAAAAIBLJ2PmZ7mh3/8b9lP9/v8pYgIAAAAAAADw8nvV
EOzmaH0A6SUBlG5J0osEyI+6r3DBlnTBaI0AjdYXUCc6GM///2H2M7UDAAAAAAAAgEvDNASby5hc7c3x+n81/8fsHwAAAAAAAOBS
0X8JuCfjJIhC8z/p/gDRAIAAAA==
`
