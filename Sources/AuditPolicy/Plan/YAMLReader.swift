import CLibYAML

/// Reads one YAML document, event by event, into a tree.
///
/// Anchors, aliases, merge keys, repeated keys and deep nesting are refused where they are met, so that a tree is never
/// larger than its text.
final class YAMLReader {
  /// How deep lists and mappings may lie in one another; a plan needs a handful of levels.
  static let deepest = 64

  private enum Event {
    case scalar(YAMLNode.Scalar, YAMLNode.Place, Range<Int>)
    case sequence(YAMLNode.Place, Opening)
    case mapping(YAMLNode.Place, Opening)
    /// A list or mapping ends, at a character.
    case close(Int)
    /// The stream begins, or a document begins or ends.
    case frame(YAMLNode.Place)
    case streamEnd
  }

  /// How a list or mapping begins: at which character, and whether a bracket closes it.
  private struct Opening {
    let start: Int
    let isFlow: Bool
  }

  /// The parser points into itself, so it must not move.
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  /// Where the list or mapping ended that was read last.
  private var closed = 0

  /// The root of the only document in `bytes`; none when there is no document.
  ///
  /// - Throws: the first thing that is no YAML, or that no plan may hold.
  static func root(of bytes: ArraySlice<UInt8>, file: String) throws(PlanError) -> YAMLNode? {
    try bytes.withUnsafeBufferPointer { (buffer) throws(PlanError) in try YAMLReader(buffer, file: file).document() }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
    (self.bytes, self.file) = (bytes, file)
    precondition(yaml_parser_initialize(parser) == 1, "out of memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  // MARK: tree

  private func document() throws(PlanError) -> YAMLNode? {
    _ = try next()
    guard case .frame = try next() else { return nil }
    let root = try node(try next(), depth: 1)
    _ = try next()
    if case .frame(let place) = try next() { throw malformed("no YAML: but found another document", at: place) }
    return root
  }

  /// The node that `event` begins; none when it ends the list or mapping around it.
  private func node(_ event: Event, depth: Int) throws(PlanError) -> YAMLNode? {
    switch event {
    case .scalar(let scalar, let place, let characters):
      return YAMLNode(content: .scalar(scalar), place: place, characters: characters)
    case .sequence(let place, let opening):
      try check(depth, at: place)
      var items: [YAMLNode] = []
      while let item = try node(try next(), depth: depth + 1) { items.append(item) }
      return YAMLNode(
        content: .sequence(items), place: place, characters: characters(opening, last: items.last?.characters))
    case .mapping(let place, let opening):
      try check(depth, at: place)
      let pairs = try pairs(depth: depth + 1)
      return YAMLNode(
        content: .mapping(pairs), place: place, characters: characters(opening, last: pairs.last?.value.characters))
    case .close(let end):
      closed = end
      return nil
    case .frame, .streamEnd: return nil
    }
  }

  /// Without a bracket, a list or mapping ends where the last of it does.
  private func characters(_ opening: Opening, last: Range<Int>?) -> Range<Int> {
    let end = opening.isFlow ? closed : last?.upperBound ?? opening.start
    return opening.start..<max(opening.start, end)
  }

  private func pairs(depth: Int) throws(PlanError) -> [(key: YAMLNode, value: YAMLNode)] {
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    var places: [String: YAMLNode.Place] = [:]
    while let key = try node(try next(), depth: depth) {
      if let scalar = key.scalar {
        if scalar.isPlain, scalar.text == "<<" { throw anchor(at: key.place) }
        if let first = places.updateValue(key.place, forKey: scalar.text) {
          throw error(.repeatedKey, "a key stands twice in one mapping", at: first, hint: "keep one of them")
        }
      }
      guard let value = try node(try next(), depth: depth) else { break }
      pairs.append((key, value))
    }
    return pairs
  }

  // MARK: events

  private func next() throws(PlanError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
    defer { yaml_event_delete(&event) }
    let place = YAMLNode.Place(event.start_mark)
    let data = event.data
    switch event.type {
    case YAML_SCALAR_EVENT:
      if data.scalar.anchor != nil { throw anchor(at: place) }
      let text = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      // Written \0 between quotes; whoever reads text to the first NUL would read another one.
      guard !text.contains(0) else {
        throw error(.malformed, "a NUL character", at: place, hint: "take it out of the text")
      }
      let isText = data.scalar.quoted_implicit == 1 || data.scalar.tag.map { strcmp($0, YAML_STR_TAG) == 0 } == true
      return .scalar(
        YAMLNode.Scalar(
          text: String(decoding: text, as: UTF8.self), isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
          isText: isText), place, event.start_mark.index..<max(event.start_mark.index, event.end_mark.index))
    case YAML_SEQUENCE_START_EVENT:
      if data.sequence_start.anchor != nil { throw anchor(at: place) }
      let isFlow = data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      return .sequence(place, Opening(start: event.start_mark.index, isFlow: isFlow))
    case YAML_MAPPING_START_EVENT:
      if data.mapping_start.anchor != nil { throw anchor(at: place) }
      let isFlow = data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      return .mapping(place, Opening(start: event.start_mark.index, isFlow: isFlow))
    case YAML_ALIAS_EVENT: throw anchor(at: place)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .close(event.end_mark.index)
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
    default: return .frame(place)
    }
  }

  // MARK: errors

  /// The parser's complaint without the text that it quotes.
  private func fault() -> PlanError {
    let problem = parser.pointee.problem.map { "no YAML: " + String(cString: $0) } ?? "the text is no YAML"
    guard parser.pointee.error == YAML_READER_ERROR else {
      return malformed(problem, at: YAMLNode.Place(parser.pointee.problem_mark))
    }
    let before = bytes.prefix(parser.pointee.problem_offset)
    return error(.malformed, problem, line: before.count { $0 == 0x0A } + 1, hint: "is this a text file?")
  }

  private func check(_ depth: Int, at place: YAMLNode.Place) throws(PlanError) {
    guard depth > YAMLReader.deepest else { return }
    throw error(
      .malformed, "lists and mappings lie more than \(YAMLReader.deepest) deep in one another", at: place,
      hint: "a plan needs a handful of levels")
  }

  private func anchor(at place: YAMLNode.Place) -> PlanError {
    error(
      .anchor, "anchors, aliases and merge keys are refused in a plan", at: place,
      hint: "write the value out, or quote it if it is text that begins with & or *")
  }

  private func malformed(_ message: String, at place: YAMLNode.Place) -> PlanError {
    error(.malformed, message, at: place, hint: "check indentation, colons and quotes near this place")
  }

  private func error(
    _ code: PlanError.Code, _ message: String, at place: YAMLNode.Place, hint: String
  ) -> PlanError {
    error(code, message, line: place.line, column: place.column, hint: hint)
  }

  private func error(
    _ code: PlanError.Code, _ message: String, line: Int, column: Int? = nil, hint: String
  ) -> PlanError {
    PlanError(code: code, file: file, line: line, column: column, message: message, hint: hint)
  }
}

extension YAMLNode.Place {
  fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}
