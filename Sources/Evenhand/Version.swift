/// The version of the program and of its library.
public enum Version {
  /// As in the changelog.
  public static let current = "0.2.0"
}
