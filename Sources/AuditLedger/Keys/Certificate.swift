/// A certificate: an authority's word that a key belongs to a person [OpenSSH PROTOCOL.certkeys].
package struct Certificate: Sendable, Hashable {
  /// The certified key, as bytes.
  package let subject: [UInt8]
  /// The authority's number for it.
  package let serial: UInt64
  /// The authority's name for it.
  package let identity: String
  /// Who holds the key.
  package let principals: [String]
  /// First second of its validity.
  let validAfter: UInt64
  /// First second after it.
  let validBefore: UInt64
  /// The authority's key, as bytes.
  package let authority: [UInt8]
  let isForPeople: Bool
  let hasCriticalOptions: Bool
  private let signed: [UInt8]
  private let signature: [UInt8]

  init(type: String, subject: [UInt8], _ reader: inout WireReader, blob: [UInt8]) throws(WireError) {
    self.subject = subject
    serial = try reader.uint64()
    let kind = try reader.uint32()
    guard kind == 1 || kind == 2 else { throw WireError("a certificate of an unknown kind") }
    isForPeople = kind == 1
    identity = try reader.text()
    var names = WireReader(try reader.string())
    var principals: [String] = []
    while !names.isAtEnd { principals.append(try names.text()) }
    self.principals = principals
    validAfter = try reader.uint64()
    validBefore = try reader.uint64()
    hasCriticalOptions = try !reader.string().isEmpty
    _ = try reader.string()
    _ = try reader.string()
    authority = try reader.string()
    signature = try reader.string()
    try reader.end()
    signed = Array(blob.dropLast(4 + signature.count))
  }

  /// Why the certificate does not speak for `principal` at `time`; nothing if it does.
  ///
  /// Stricter than OpenSSH in two points: a certificate without principals speaks for nobody, and one with critical
  /// options is refused, since they restrict a key in ways that a signature cannot honour.
  func objection(to principal: String, at time: Moment) -> String? {
    guard isForPeople else { return "its certificate is for a machine" }
    guard !hasCriticalOptions else { return "its certificate has critical options, which are not supported" }
    guard principals.contains(where: { $0.utf8.elementsEqual(principal.utf8) }) else {
      return "its certificate does not name \(principal)"
    }
    let now = UInt64(max(0, time.seconds))
    if now < validAfter { return "its certificate is not valid yet" }
    if now >= validBefore { return "its certificate has expired" }
    guard let key = try? PublicKey(blob: authority), key.certificate == nil, key.isSupported,
      (try? key.isValid(signature, over: signed)) == true
    else { return "the authority's signature in its certificate is not valid" }
    return nil
  }
}
