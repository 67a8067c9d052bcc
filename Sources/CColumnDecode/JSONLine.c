#include "JSONLine.h"

#include <stdbool.h>
#include <string.h>

enum { deepest = 512 };

typedef struct {
  const uint8_t *at;
  const uint8_t *end;
} json_text;

static void skip_blanks(json_text *text) {
  while (text->at < text->end && (*text->at == ' ' || *text->at == '\t' || *text->at == '\r' || *text->at == '\n')) text->at++;
}

static bool is_digit(const json_text *text) { return text->at < text->end && *text->at >= '0' && *text->at <= '9'; }

static int hex(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/// The number of four digits, or -1.
static int32_t unit(const uint8_t *digits, const uint8_t *end) {
  if (end - digits < 4) return -1;
  int32_t found = 0;
  for (int index = 0; index < 4; index++) {
    int digit = hex(digits[index]);
    if (digit < 0) return -1;
    found = found << 4 | digit;
  }
  return found;
}

static bool skip_escape(json_text *text) {
  if (++text->at >= text->end) return false;
  uint8_t letter = *text->at++;
  if (letter != 'u') return letter != 0 && strchr("\"\\/bfnrt", letter) != NULL;
  int32_t first = unit(text->at, text->end);
  if (first < 0 || (first >= 0xDC00 && first <= 0xDFFF)) return false;
  text->at += 4;
  if (first < 0xD800 || first > 0xDBFF) return true;
  // Half of a pair says nothing without the other.
  if (text->end - text->at < 6 || text->at[0] != '\\' || text->at[1] != 'u') return false;
  int32_t second = unit(text->at + 2, text->end);
  text->at += 6;
  return second >= 0xDC00 && second <= 0xDFFF;
}

/// How many bytes stand before the first quote, backslash or control character: 8 if none of these eight is one.
static int before_mark(const uint8_t *bytes) {
  const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
  // Borrows reach bytes behind the first mark alone.
  uint64_t marks = (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((word - ones * 0x20) & ~word)) & highs;
  return marks == 0 ? 8 : __builtin_ctzll(marks) >> 3;
}

/// Passes over text from its first quote to behind its last.
static bool skip_text(json_text *text, json_field *field) {
  const uint8_t *start = ++text->at;
  json_kind kind = JSON_TEXT;
  while (true) {
    while (text->end - text->at >= 8) {
      int plain = before_mark(text->at);
      text->at += plain;
      if (plain < 8) break;
    }
    if (text->at >= text->end || *text->at < 0x20) return false;
    if (*text->at == '"') break;
    if (*text->at != '\\') {
      text->at++;
      continue;
    }
    kind = JSON_ESCAPED_TEXT;
    if (!skip_escape(text)) return false;
  }
  *field = (json_field){start, (size_t)(text->at - start), kind};
  text->at++;
  return true;
}

static bool skip_digits(json_text *text) {
  if (!is_digit(text)) return false;
  while (is_digit(text)) text->at++;
  return true;
}

static bool skip_number(json_text *text) {
  if (text->at < text->end && *text->at == '-') text->at++;
  if (!is_digit(text)) return false;
  if (*text->at == '0') {
    text->at++;
  } else {
    skip_digits(text);
  }
  if (text->at < text->end && *text->at == '.') {
    text->at++;
    if (!skip_digits(text)) return false;
  }
  if (text->at < text->end && (*text->at | 0x20) == 'e') {
    text->at++;
    if (text->at < text->end && (*text->at == '+' || *text->at == '-')) text->at++;
    return skip_digits(text);
  }
  return true;
}

static bool skip_word(json_text *text, const char *word, size_t length) {
  if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0) return false;
  text->at += length;
  return true;
}

/// Passes over a value that is no object and no list.
static bool skip_plain(json_text *text, json_field *field) {
  if (text->at >= text->end) return false;
  const uint8_t *start = text->at;
  json_kind kind = JSON_WORD;
  bool fine;
  switch (*start) {
    case '"': return skip_text(text, field);
    case 't': fine = skip_word(text, "true", 4); break;
    case 'f': fine = skip_word(text, "false", 5); break;
    case 'n':
      kind = JSON_NULL;
      fine = skip_word(text, "null", 4);
      break;
    default: fine = skip_number(text);
  }
  *field = (json_field){start, (size_t)(text->at - start), kind};
  return fine;
}

/// Passes over the name of a member and what stands between it and its value.
static bool skip_name(json_text *text, json_field *name) {
  skip_blanks(text);
  if (text->at >= text->end || *text->at != '"' || !skip_text(text, name)) return false;
  skip_blanks(text);
  if (text->at >= text->end || *text->at != ':') return false;
  text->at++;
  skip_blanks(text);
  return true;
}

/// Passes over an object or a list.
static json_fault skip_nested(json_text *text) {
  bool objects[deepest];
  size_t depth = 0;
  json_field unused;
  while (true) {
    // At a value.
    if (text->at < text->end && (*text->at == '{' || *text->at == '[')) {
      if (depth == deepest) return JSON_TOO_DEEP;
      bool object = *text->at == '{';
      text->at++;
      skip_blanks(text);
      bool empty = text->at < text->end && *text->at == (object ? '}' : ']');
      if (!empty) {
        objects[depth++] = object;
        if (object && !skip_name(text, &unused)) return JSON_MALFORMED;
        continue;
      }
      text->at++;
    } else if (!skip_plain(text, &unused)) {
      return JSON_MALFORMED;
    }
    // Behind a value.
    while (true) {
      if (depth == 0) return JSON_FINE;
      skip_blanks(text);
      if (text->at >= text->end) return JSON_MALFORMED;
      uint8_t next = *text->at++;
      if (next == ',') {
        skip_blanks(text);
        if (objects[depth - 1] && !skip_name(text, &unused)) return JSON_MALFORMED;
        break;
      }
      if (next != (objects[depth - 1] ? '}' : ']')) return JSON_MALFORMED;
      depth--;
    }
  }
}

static bool is_key(const json_field *name, const json_key *key) {
  if (name->kind == JSON_TEXT) return name->length == key->length && memcmp(name->start, key->name, key->length) == 0;
  // A name with escapes is at least as long as what it stands for.
  if (name->length < key->length || name->length > 6 * key->length + 12) return false;
  uint8_t plain[4096];
  if (name->length > sizeof plain) return false;
  return json_unescape(name->start, name->length, plain) == key->length && memcmp(plain, key->name, key->length) == 0;
}

json_fault json_line(
    const uint8_t *line, size_t length, const json_key *keys, size_t count, json_field *fields, size_t *at) {
  json_text text = {line, line + length};
  for (size_t key = 0; key < count; key++) fields[key] = (json_field){NULL, 0, JSON_MISSING};
  size_t likely = 0;
  skip_blanks(&text);
  *at = (size_t)(text.at - line);
  if (text.at >= text.end || *text.at != '{') return JSON_NOT_OBJECT;
  text.at++;
  skip_blanks(&text);
  bool open = text.at < text.end && *text.at != '}';
  if (!open && text.at < text.end) text.at++;
  while (open) {
    json_field name, value;
    if (!skip_name(&text, &name)) goto malformed;
    if (text.at < text.end && (*text.at == '{' || *text.at == '[')) {
      const uint8_t *start = text.at;
      json_fault fault = skip_nested(&text);
      *at = (size_t)(text.at - line);
      if (fault != JSON_FINE) return fault;
      value = (json_field){start, (size_t)(text.at - start), JSON_NESTED};
    } else if (!skip_plain(&text, &value)) {
      goto malformed;
    }
    // Members mostly come in the order of the line before.
    for (size_t step = 0; step < count; step++) {
      size_t key = likely + step < count ? likely + step : likely + step - count;
      if (!is_key(&name, &keys[key])) continue;
      *at = key;
      if (fields[key].kind != JSON_MISSING) return JSON_REPEATED;
      fields[key] = value;
      likely = key + 1 == count ? 0 : key + 1;
      break;
    }
    skip_blanks(&text);
    if (text.at >= text.end) goto malformed;
    uint8_t next = *text.at++;
    if (next == '}') break;
    if (next != ',') {
      text.at--;
      goto malformed;
    }
  }
  if (text.at > text.end || text.at == line || text.at[-1] != '}') goto malformed;
  skip_blanks(&text);
  if (text.at == text.end) return JSON_FINE;
malformed:
  *at = (size_t)(text.at - line);
  return JSON_MALFORMED;
}

void json_line_names(
    const uint8_t *line, size_t length, void *context, void (*take)(void *context, const uint8_t *name, size_t length)) {
  json_text text = {line, line + length};
  json_field name, value;
  skip_blanks(&text);
  if (text.at >= text.end || *text.at++ != '{') return;
  while (skip_name(&text, &name)) {
    take(context, name.start, name.length);
    bool nested = text.at < text.end && (*text.at == '{' || *text.at == '[');
    if (nested ? skip_nested(&text) != JSON_FINE : !skip_plain(&text, &value)) return;
    skip_blanks(&text);
    if (text.at >= text.end || *text.at++ != ',') return;
  }
}

static size_t write_scalar(uint32_t scalar, uint8_t *output) {
  if (scalar < 0x80) {
    output[0] = (uint8_t)scalar;
    return 1;
  }
  if (scalar < 0x800) {
    output[0] = (uint8_t)(0xC0 | scalar >> 6);
    output[1] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 2;
  }
  if (scalar < 0x10000) {
    output[0] = (uint8_t)(0xE0 | scalar >> 12);
    output[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    output[2] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 3;
  }
  output[0] = (uint8_t)(0xF0 | scalar >> 18);
  output[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
  output[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
  output[3] = (uint8_t)(0x80 | (scalar & 0x3F));
  return 4;
}

size_t json_unescape(const uint8_t *text, size_t length, uint8_t *output) {
  const uint8_t *end = text + length;
  size_t written = 0;
  while (text < end) {
    if (*text != '\\') {
      output[written++] = *text++;
      continue;
    }
    uint8_t letter = text[1];
    text += 2;
    switch (letter) {
      case 'b': output[written++] = '\b'; break;
      case 'f': output[written++] = '\f'; break;
      case 'n': output[written++] = '\n'; break;
      case 'r': output[written++] = '\r'; break;
      case 't': output[written++] = '\t'; break;
      case 'u': {
        uint32_t scalar = (uint32_t)unit(text, end);
        text += 4;
        if (scalar >= 0xD800 && scalar <= 0xDBFF) {
          scalar = 0x10000 + ((scalar - 0xD800) << 10) + ((uint32_t)unit(text + 2, end) - 0xDC00);
          text += 6;
        }
        written += write_scalar(scalar, output + written);
        break;
      }
      default: output[written++] = letter;
    }
  }
  return written;
}
