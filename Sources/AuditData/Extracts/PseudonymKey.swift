import AuditRecord
import Crypto

/// The secret from which pseudonyms are made. Whoever holds it can tell who a pseudonym stands for by trying ids; nobody else can.
///
/// It lies in a file of its own, apart from the data and from every bundle: `evenhand-key/1` and 32 random bytes in Base64.
package struct PseudonymKey: Sendable {
  private let bytes: [UInt8]

  /// The first 8 hexadecimal digits of SHA-256("evenhand-key-id/1\n" + key): which key made a pseudonym, without saying the key.
  package let id: String

  private static let mark = "evenhand-key/1"

  /// A key of 32 bytes; nil of any other number.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
    id = String(Digest(of: Array("evenhand-key-id/1\n".utf8) + bytes).hex.prefix(8))
  }

  /// The key of a key file; nil where the file holds none.
  package init?(file: [UInt8]) {
    let words = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == Self.mark, let bytes = Base64.decode(words[1]) else { return nil }
    self.init(bytes)
  }

  /// A new key, from the random numbers of the system.
  package static func random() -> PseudonymKey {
    var generator = SystemRandomNumberGenerator()
    guard let key = PseudonymKey((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }) else {
      preconditionFailure("32 bytes are a key")
    }
    return key
  }

  /// What a key file holds.
  package var file: [UInt8] { Array("\(Self.mark) \(Base64.encode(bytes))\n".utf8) }

  /// Makes pseudonyms of one kind of ids, in one period.
  func pseudonyms(_ domain: PseudonymDomain, epoch: String) -> Pseudonyms {
    Pseudonyms(key: SymmetricKey(data: bytes), prefix: "p\(id).", domain: domain, epoch: epoch)
  }

  /// A link to what has a digest: HMAC-SHA-256 over "evenhand-blind/1" and the digest, a line each, in hexadecimal digits. Whoever has the
  /// key and the digest makes it again; nobody else learns anything of the digest by it.
  ///
  /// - Parameter digest: In hexadecimal digits.
  package func link(to digest: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("evenhand-blind/1\n\(digest)".utf8), using: SymmetricKey(data: bytes))
    return code.reduce(into: "") { text, byte in
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

  /// The pseudonym of an id.
  package func pseudonym(of id: String, _ domain: PseudonymDomain, epoch: String = "") -> String {
    String(decoding: pseudonyms(domain, epoch: epoch).pseudonym(of: Array(id.utf8)), as: UTF8.self)
  }
}

/// Whose ids pseudonyms stand for. An id of two kinds has two pseudonyms, so that one kind does not give away the other.
package enum PseudonymDomain: String, Sendable, Hashable, CaseIterable {
  /// People, and clusters of them.
  case person
  /// What is shown.
  case item
  /// Which list of a person a row belongs to.
  case list
}

/// Pseudonyms of one kind: "p", the id of the key, a dot, and the first 16 bytes of HMAC-SHA-256 in lower-case Base32 without padding.
///
/// The message is "evenhand-pseudonym/1", the domain, the epoch and the bytes of the id as they are stored, a line each. Another
/// epoch gives other pseudonyms, so that audits of two periods cannot be joined.
struct Pseudonyms {
  private let key: SymmetricKey
  private let prefix: [UInt8]
  private let before: [UInt8]

  init(key: SymmetricKey, prefix: String, domain: PseudonymDomain, epoch: String) {
    self.key = key
    self.prefix = Array(prefix.utf8)
    before = Array("evenhand-pseudonym/1\n\(domain.rawValue)\n\(epoch)\n".utf8)
  }

  /// The pseudonym of the bytes of an id.
  func pseudonym(of id: [UInt8]) -> [UInt8] {
    let code = HMAC<SHA256>.authenticationCode(for: before + id, using: key)
    return prefix + Self.base32(code.prefix(16))
  }

  private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Base32 of RFC 4648 in lower case, without padding.
  private static func base32(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var (bits, count) = (UInt32(0), 0)
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(digits[Int(bits >> UInt32(count) & 31)])
      }
    }
    if count > 0 { text.append(digits[Int(bits << UInt32(5 - count) & 31)]) }
    return text
  }
}
