#ifndef EVENHAND_JSON_LINE_H
#define EVENHAND_JSON_LINE_H

// Reads one object of JSON (RFC 8259) and says where some of its values stand. All of the text is checked, whatever is asked
// for. Nothing is read beyond the end that is given, and nothing is kept.

#include <stddef.h>
#include <stdint.h>

/// The name of a member that is asked for, in UTF-8.
typedef struct {
  const uint8_t *name;
  size_t length;
} json_key;

/// What stands at a member.
typedef enum { JSON_MISSING, JSON_NULL, JSON_WORD, JSON_TEXT, JSON_ESCAPED_TEXT, JSON_NESTED } json_kind;

/// A value of a member: of text what stands between its quotes.
typedef struct {
  const uint8_t *start;
  size_t length;
  json_kind kind;
} json_field;

/// What is wrong with a line.
typedef enum { JSON_FINE, JSON_NOT_OBJECT, JSON_MALFORMED, JSON_TOO_DEEP, JSON_REPEATED } json_fault;

/// Reads an object, with nothing but blanks around it.
///
/// - at: Where the fault is [bytes]; of a repeated member its place among the keys.
json_fault json_line(const uint8_t *line, size_t length, const json_key *keys, size_t count, json_field *fields, size_t *at);

/// Calls `take` with each name of a member of an object, as it is written, up to the first fault.
void json_line_names(const uint8_t *line, size_t length, void *context, void (*take)(void *context, const uint8_t *name, size_t length));

/// Writes the text that checked text with escapes stands for; it is not longer.
///
/// - Returns: How many bytes.
size_t json_unescape(const uint8_t *text, size_t length, uint8_t *output);

#endif
