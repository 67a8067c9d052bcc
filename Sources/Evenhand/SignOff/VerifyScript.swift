/// The commands of `VERIFY.md` as a program for any POSIX shell; the same bytes in every bundle of a version.
///
/// It is one of the files that people sign. Whoever runs it must have compared its digest with the one in the documentation
/// of the version, since a forger would bring his own. Names of files are the script's own, never the folder's; what
/// `SHA256SUMS` holds is compared as a whole; and what an event names must be there.
package enum VerifyScript {
  /// `verify.sh`: one line a check, ending in OK or BAD; it exits with 0 when all are OK, else with 1.
  package static let text = #"""
    #!/bin/sh
    # Checks this folder without evenhand: one line a check, ending in OK or BAD. Exit 0: all OK; 1: something is BAD.
    # It needs cmp, sha256sum or shasum, and OpenSSH's ssh-keygen (8.9 or later) where people have signed.
    # It cannot show that the last sign-offs were cut off, nor that a key belonged to its owner: VERIFY.md says how.
    cd -- "$(dirname -- "$0")" || exit 1
    LC_ALL=C
    export LC_ALL
    bad=0
    files="annex.html annex.md plan.yaml record.json report.html report.md run.json verify.sh"

    # What stands in a file reaches the terminal as plain characters.
    say() {
      printf '%s: %s\n' "$(printf '%s' "$1" | tr -d '\000-\037\177')" "$2"
      if [ "$2" = BAD ]; then bad=1; fi
    }

    check() {
      if [ "$2" = yes ]; then say "$1" OK; else say "$1" BAD; fi
    }

    is_file() { [ -f "$1" ] && [ ! -h "$1" ]; }

    digest() {
      if ! is_file "$1"; then
        echo none
      elif command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1" | cut -c1-64
      else
        shasum -a 256 <"$1" | cut -c1-64
      fi
    }

    # 1. The files are whole, and SHA256SUMS names them and nothing else.
    sums=
    for file in $files; do
      # Bundles of before 0.2 have no annex; a script that nobody listed may have been put here to run it.
      case $file in
      annex.*) [ -e "$file" ] || [ -h "$file" ] || continue ;;
      verify.sh) is_file SHA256SUMS && grep -qF "  $file" SHA256SUMS || continue ;;
      esac
      sum=$(digest "$file")
      sums="$sums$sum  $file
    "
      same=no
      if is_file SHA256SUMS && grep -qxF -- "$sum  $file" SHA256SUMS; then same=yes; fi
      check "$file is whole" "$same"
    done
    same=no
    if is_file SHA256SUMS && printf '%s' "$sums" | cmp -s - SHA256SUMS; then same=yes; fi
    check "SHA256SUMS names these files and no other" "$same"

    # 2. to 4. The signatures are theirs, about these files, one after the other.
    before=null
    events=0
    for event in signoffs/*.json; do
      [ -e "$event" ] || [ -h "$event" ] || continue
      events=$((events + 1))
      if ! is_file "$event" || ! is_file "$event.sig"; then
        say "$event is a file with a signature" BAD
        continue
      fi
      who=$(sed -n -E 's/.*"principal":"([^"]*)".*/\1/p' "$event")
      when=$(sed -n -E 's/.*"signedAt":"([^"]*)".*/\1/p' "$event" | tr -d ':T-')
      same=no
      if is_file allowed_signers && ssh-keygen -Y verify -f allowed_signers -I "$who" -n evenhand-sign-off-v1 -Overify-time="$when" \
        -s "$event.sig" <"$event" >/dev/null 2>&1; then same=yes; fi
      check "$event is signed by $who" "$same"
      same=yes
      for file in $files; do
        sum=$(digest "$file")
        if ! grep -qF "},\"name\":\"$file\"" "$event"; then
          # Events of before 0.2 name neither of these, and then they are not there.
          case $file in
          annex.*) [ "$sum" = none ] || same=no ;;
          verify.sh) ;;
          *) same=no ;;
          esac
        elif ! grep -qF "\"sha256\":\"$sum\"},\"name\":\"$file\"" "$event"; then
          same=no
        fi
      done
      check "$event is about these files" "$same"
      same=no
      if grep -qF "\"previous\":$before," "$event"; then same=yes; fi
      check "$event follows the one before" "$same"
      before="\"$(digest "$event")\""
    done
    if [ "$events" -eq 0 ]; then echo "Nobody has signed."; fi

    echo "The results are $(digest record.json | cut -c1-16 | sed 's/..../& /g; s/ $//')."
    exit "$bad"

    """#
}
