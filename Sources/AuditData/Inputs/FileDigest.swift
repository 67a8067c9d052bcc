package import AuditRecord

/// The digest of a file as stored.
package enum FileDigest {
  /// The SHA-256 digest of the file at `path`.
  ///
  /// - Throws: ``ReadError`` if the file cannot be read.
  package static func sha256(_ path: String) throws(ReadError) -> Digest {
    let bytes = try FileBytes(InputFile(path), hashing: true)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while try bytes.read(into: buffer) > 0 {}
    guard let digest = bytes.digest() else { preconditionFailure("it was hashed") }
    return digest
  }
}
