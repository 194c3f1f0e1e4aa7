// In production protobufjs finds the package `long` and makes objects of it, also in place of zeros. Under vitest's
// import conditions it does not find it. Tests of codecs import this file first, to see what production sees.

import Long from 'long'
import protobuf from 'protobufjs/minimal.js'

protobuf.util.Long = Long as unknown as typeof protobuf.util.Long
protobuf.configure()
