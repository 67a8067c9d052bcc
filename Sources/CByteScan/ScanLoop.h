// The scan of a region, compiled once for each instruction set. Before it is included, NAMED(name) gives the names of
// this instruction set, and these functions exist under them:
//   equal      64 bytes: one bit for each byte that has the value
//   classify   64 bytes: see `masks`
//   population the number of bits set
//   collect    writes base + the place of every bit set, and up to 16 entries more

static byte_scan_summary NAMED(scan)(const uint8_t *bytes, uint32_t length, uint8_t delimiter, uint32_t *positions,
                                     uint32_t *row_ends) {
  uint32_t written = 1, rows = 0;
  uint64_t high = 0, suspicion = 0, embedded = 0;
  uint64_t quoted = 0;         // all ones when the stretch begins within quotes
  uint64_t may_open = 1;       // bit 0: the byte before the stretch lets a quote open a field or double another
  uint64_t after_closing = 0;  // bit 0: the byte before the stretch is a closing quote
  positions[0] = UINT32_MAX;
  row_ends[0] = 0;

  for (uint32_t base = 0; base < length; base += 64) {
    const uint8_t *stretch = bytes + base;
    const uint64_t valid = length - base >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << (length - base)) - 1;
    const masks found = NAMED(classify)(stretch, delimiter);
    uint64_t separators = found.separator & valid, newlines = found.newline & valid;
    high |= found.high;

    if ((found.odd | quoted | after_closing) == 0) {
      may_open = separators >> 63;
    } else {
      const uint64_t quotes = NAMED(equal)(stretch, '"') & valid;
      const uint64_t returns = NAMED(equal)(stretch, '\r') & valid;
      const uint64_t inside = running_xor(quotes) ^ quoted;
      const uint64_t opening = quotes & inside, closing = quotes & ~inside;
      // The last byte of the region may be followed by a newline that is not read yet.
      const uint32_t left = length - base;
      const uint64_t next = left > 64 ? (uint64_t)(stretch[64] == '\n') << 63 : (uint64_t)1 << (left - 1);
      suspicion |= NAMED(equal)(stretch, 0) & valid;
      suspicion |= returns & ~inside & ~((newlines >> 1) | next);
      embedded |= newlines & inside;
      separators &= ~inside;
      newlines &= ~inside;
      suspicion |= opening & ~(((separators | closing) << 1) | may_open);
      suspicion |= ((closing << 1) | after_closing) & valid & ~(separators | quotes | returns);
      quoted = (uint64_t)((int64_t)inside >> 63);
      after_closing = closing >> 63;
      may_open = (separators | closing) >> 63;
    }

    // One row or two end in most stretches; more are as good as never.
    uint64_t later = newlines & (newlines - 1);
    row_ends[rows + 1] = written + NAMED(population)(separators & ((newlines & -newlines) - 1));
    row_ends[rows + 2] = written + NAMED(population)(separators & ((later & -later) - 1));
    rows += (uint32_t)(newlines != 0) + (uint32_t)(later != 0);
    while ((later &= later - 1) != 0) {
      row_ends[++rows] = written + NAMED(population)(separators & ((later & -later) - 1));
    }
    NAMED(collect)(positions + written, base, separators);
    written += NAMED(population)(separators);
  }

  byte_scan_summary summary;
  summary.separators = written - 1;
  summary.rows = rows;
  summary.suspicious = suspicion != 0;
  summary.beyond_ascii = high != 0;
  summary.embedded_newline = embedded != 0;
  summary.ends_quoted = quoted != 0 && length > 0;
  return summary;
}

static bool NAMED(odd_quotes)(const uint8_t *bytes, uint32_t length) {
  uint64_t odd = 0;
  uint32_t at = 0;
  for (; length - at >= 64; at += 64) odd ^= NAMED(equal)(bytes + at, '"');
  for (; at < length; at++) odd ^= (uint64_t)(bytes[at] == '"');
  return (NAMED(population)(odd) & 1) != 0;
}
