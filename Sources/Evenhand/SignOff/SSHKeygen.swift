#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program that holds the keys: files, agents, tokens and certificates are its business.
enum SSHKeygen {
  /// Signs a file; the signature lies beside it, with `.sig` at its end. No key passes through this process.
  static func sign(_ path: String, key: String, namespace: String) throws(SignOffError) {
    guard Files.exists(key) else { throw SignOffError(.notSigned, "there is no key at \(key)") }
    let words: [String] = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace, path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var process = pid_t()
    let failure = posix_spawnp(&process, "ssh-keygen", nil, nil, arguments, environ)
    guard failure == 0 else {
      throw SignOffError(
        .notSigned,
        failure == ENOENT
          ? "there is no ssh-keygen on this machine; install OpenSSH's client"
          : "ssh-keygen could not be started: \(String(cString: strerror(failure)))")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { if errno != EINTR { break } }
    guard status == 0, Files.exists(path + ".sig") else {
      throw SignOffError(.notSigned, "ssh-keygen did not sign with \(key)")
    }
  }

  /// The signature over bytes that are in no file of their own.
  static func signature(over bytes: [UInt8], key: String, namespace: String) throws -> [UInt8] {
    var template = Array("\(P_tmpdir)/evenhand-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SignOffError(.unwritable, "no folder for a moment can be made") }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = "\(folder)/message"
    defer {
      unlink(path)
      unlink(path + ".sig")
      rmdir(folder)
    }
    try Files.write(bytes, to: path)
    try sign(path, key: key, namespace: namespace)
    return try Files.read(path + ".sig")
  }
}
