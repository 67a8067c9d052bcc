#include "CColumnDecode.h"

#include <string.h>

/// Up to eight bytes from a place on; what lies beyond the end is 0.
static inline uint64_t load(const uint8_t *bytes, size_t size, size_t at) {
  uint64_t word = 0;
  if (size - at >= 8) {
    memcpy(&word, bytes + at, 8);
  } else {
    memcpy(&word, bytes + at, size - at);
  }
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// A number of up to ten bytes, seven bits each; false where there is none.
static bool varint(const uint8_t *bytes, size_t size, size_t *at, uint64_t *number) {
  uint64_t found = 0;
  for (uint32_t shift = 0; shift < 64; shift += 7) {
    if (*at >= size) return false;
    const uint8_t byte = bytes[(*at)++];
    if (shift == 63 && byte > 1) return false;
    found |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) {
      *number = found;
      return true;
    }
  }
  return false;
}

column_runs column_runs_begin(const uint8_t *bytes, size_t size, uint32_t width) {
  return (column_runs){.bytes = bytes, .size = size, .width = width};
}

column_runs column_packed_begin(const uint8_t *bytes, size_t size, uint32_t width) {
  // No more numbers than there are bits.
  return (column_runs){.bytes = bytes, .size = size, .at = size, .width = width,
                       .packed = width == 0 ? 0 : size * 8 / width};
}

/// Unpacks numbers of a width that the compiler knows, as long as eight bytes can be read at once.
static inline __attribute__((always_inline)) size_t unpack(const uint8_t *bytes, size_t size, uint64_t bit, size_t count,
                                                           const uint32_t width, uint32_t *numbers) {
  const uint32_t mask = width == 32 ? UINT32_MAX : (1u << width) - 1;
  if (size < 8) return 0;
  // The last number whose word lies within the bytes.
  const uint64_t last = (uint64_t)(size - 8) * 8 + 7;
  if (bit > last) return 0;
  const uint64_t most = (last - bit) / width + 1;
  const size_t sure = count < most ? count : (size_t)most;
  for (size_t index = 0; index < sure; index++, bit += width) {
    uint64_t word;
    memcpy(&word, bytes + (bit >> 3), 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    numbers[index] = (uint32_t)(word >> (bit & 7)) & mask;
  }
  return sure;
}

/// Unpacks numbers; all of them lie within the bytes.
static void unpack_all(const column_runs *runs, size_t count, uint32_t *numbers) {
  const uint32_t width = runs->width;
  const uint64_t bit = runs->bit;
  size_t done = 0;
  switch (width) {
#define WIDTH(n) \
  case n: done = unpack(runs->bytes, runs->size, bit, count, n, numbers); break;
    WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) WIDTH(6) WIDTH(7) WIDTH(8) WIDTH(9) WIDTH(10) WIDTH(11) WIDTH(12)
    WIDTH(13) WIDTH(14) WIDTH(15) WIDTH(16)
#undef WIDTH
    default: done = unpack(runs->bytes, runs->size, bit, count, width, numbers);
  }
  const uint32_t mask = width == 32 ? UINT32_MAX : (1u << width) - 1;
  for (; done < count; done++) {
    const uint64_t place = bit + (uint64_t)done * width;
    numbers[done] = (uint32_t)(load(runs->bytes, runs->size, (size_t)(place >> 3)) >> (place & 7)) & mask;
  }
}

size_t column_runs_read(column_runs *runs, size_t count, uint32_t *numbers) {
  size_t done = 0;
  while (done < count) {
    if (runs->same > 0) {
      const size_t take = runs->same < count - done ? runs->same : count - done;
      for (size_t index = 0; index < take; index++) numbers[done + index] = runs->value;
      runs->same -= take;
      done += take;
    } else if (runs->packed > 0) {
      const size_t take = runs->packed < count - done ? runs->packed : count - done;
      unpack_all(runs, take, numbers + done);
      runs->packed -= take;
      runs->bit += (uint64_t)take * runs->width;
      done += take;
    } else {
      uint64_t head;
      if (!varint(runs->bytes, runs->size, &runs->at, &head)) return done;
      const uint64_t length = head >> 1;
      const size_t left = runs->size - runs->at;
      if (head & 1) {
        // Groups of eight numbers; the last group may be cut off where its bytes end.
        if (length == 0) return done;
        if (runs->width == 0) {
          if (length > SIZE_MAX / 8) return done;
          runs->same = (size_t)length * 8;
          runs->value = 0;
          continue;
        }
        const uint64_t room = (uint64_t)left * 8 / runs->width;
        runs->packed = (size_t)(length > room / 8 ? room : length * 8);
        if (runs->packed == 0) return done;
        runs->bit = (uint64_t)runs->at * 8;
        runs->at = length > left / runs->width ? runs->size : runs->at + (size_t)length * runs->width;
      } else {
        const size_t bytes = (runs->width + 7) / 8;
        if (length == 0 || length > SIZE_MAX || left < bytes) return done;
        uint32_t value = 0;
        for (size_t index = 0; index < bytes; index++) value |= (uint32_t)runs->bytes[runs->at + index] << (8 * index);
        runs->at += bytes;
        if (runs->width < 32 && value >> runs->width != 0) return done;
        runs->same = (size_t)length;
        runs->value = value;
      }
    }
  }
  return done;
}

uint32_t column_largest(const uint32_t *numbers, size_t count) {
  uint32_t largest = 0;
  for (size_t index = 0; index < count; index++) largest = numbers[index] > largest ? numbers[index] : largest;
  return largest;
}

static bool zigzag(const column_deltas *deltas, size_t *at, int64_t *number) {
  uint64_t found;
  if (!varint(deltas->bytes, deltas->size, at, &found)) return false;
  *number = (int64_t)((found >> 1) ^ (0 - (found & 1)));
  return true;
}

bool column_deltas_begin(column_deltas *deltas, const uint8_t *bytes, size_t size) {
  *deltas = (column_deltas){.bytes = bytes, .size = size};
  if (!varint(bytes, size, &deltas->at, &deltas->block) || !varint(bytes, size, &deltas->at, &deltas->parts) ||
      !varint(bytes, size, &deltas->at, &deltas->total) || !zigzag(deltas, &deltas->at, &deltas->last)) {
    return false;
  }
  if (deltas->parts == 0 || deltas->block == 0 || deltas->block > 1u << 24 || deltas->block % deltas->parts != 0) {
    return false;
  }
  deltas->part_numbers = deltas->block / deltas->parts;
  deltas->part = deltas->parts;
  return deltas->part_numbers % 8 == 0;
}

/// Goes on to the next part, or the next block; false where there is none.
static bool begin_part(column_deltas *deltas) {
  if (deltas->part == deltas->parts) {
    if (!zigzag(deltas, &deltas->at, &deltas->least)) return false;
    if (deltas->size - deltas->at < deltas->parts) return false;
    deltas->widths = deltas->at;
    deltas->at += (size_t)deltas->parts;
    deltas->part = 0;
  }
  deltas->width = deltas->bytes[deltas->widths + deltas->part];
  deltas->part++;
  if (deltas->width > 64) return false;
  const uint64_t bytes = deltas->part_numbers / 8 * deltas->width;
  if (deltas->size - deltas->at < bytes) return false;
  deltas->bit = (uint64_t)deltas->at * 8;
  deltas->at += (size_t)bytes;
  deltas->left = deltas->part_numbers;
  return true;
}

size_t column_deltas_read(column_deltas *deltas, size_t count, int64_t *numbers) {
  size_t done = 0;
  while (done < count && deltas->read < deltas->total) {
    if (deltas->read > 0) {
      if (deltas->left == 0 && !begin_part(deltas)) return done;
      uint64_t delta = 0;
      if (deltas->width > 0) {
        const size_t place = (size_t)(deltas->bit >> 3);
        const uint32_t shift = deltas->bit & 7;
        delta = load(deltas->bytes, deltas->size, place) >> shift;
        if (shift + deltas->width > 64) delta |= load(deltas->bytes, deltas->size, place + 8) << (64 - shift);
        if (deltas->width < 64) delta &= ((uint64_t)1 << deltas->width) - 1;
      }
      deltas->bit += deltas->width;
      deltas->left--;
      deltas->last = (int64_t)((uint64_t)deltas->last + (uint64_t)deltas->least + delta);
    }
    deltas->read++;
    numbers[done++] = deltas->last;
  }
  return done;
}

size_t column_texts(const uint8_t *bytes, size_t size, size_t *at, size_t count, uint8_t *fields, size_t room,
                    size_t *filled, uint32_t *line_feeds) {
  size_t from = *at, to = *filled, done = 0;
  for (; done < count; done++) {
    if (size - from < 4) break;
    const uint8_t *head = bytes + from;
    const size_t length = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (length > size - from - 4 || room < to || length >= room - to) break;
    const uint8_t *text = head + 4;
    if (length > 0 && (text[0] == '"' || text[length - 1] == '\r')) break;
    if (length <= 16 && size - from - 4 >= 16) {
      memcpy(fields + to, text, 16);
    } else {
      memcpy(fields + to, text, length);
    }
    from += 4 + length;
    to += length;
    fields[to] = '\n';
    line_feeds[done] = (uint32_t)to;
    to++;
  }
  *at = from;
  *filled = to;
  return done;
}
