#!/bin/sh
# Checks this folder without evenhand: one line a check, ending in OK or BAD. Exit 0: all OK; 1: something is BAD.
# It needs sha256sum or shasum, and OpenSSH's ssh-keygen (8.9 or later) where people have signed.
# It cannot show that the last sign-offs were cut off, nor that a key belonged to its owner: VERIFY.md says how.
cd "$(dirname "$0")" || exit 1
LC_ALL=C
export LC_ALL
bad=0

say() {
  echo "$1: $2"
  if [ "$2" = BAD ]; then bad=1; fi
}

digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -c1-64
}

# 1. The files are whole.
for file in plan.yaml record.json report.html report.md run.json; do
  grep -q "^[0-9a-f]\{64\}  $file\$" SHA256SUMS 2>/dev/null || say "$file is in SHA256SUMS" BAD
done
if [ -f SHA256SUMS ]; then
  while read -r sum file; do
    case $file in
    */* | -* | "") say "$file is a file of this folder" BAD ;;
    *) if [ -f "$file" ] && [ "$(digest "$file")" = "$sum" ]; then say "$file is whole" OK; else say "$file is whole" BAD; fi ;;
    esac
  done <SHA256SUMS
fi

# 2. to 4. The signatures are theirs, about these files, one after the other.
before=null
events=0
for event in signoffs/*.json; do
  [ -e "$event" ] || continue
  events=$((events + 1))
  who=$(sed -n -E 's/.*"principal":"([^"]*)".*/\1/p' "$event")
  when=$(sed -n -E 's/.*"signedAt":"([^"]*)".*/\1/p' "$event" | tr -d ':T-')
  if ssh-keygen -Y verify -f allowed_signers -I "$who" -n evenhand-sign-off-v1 -Overify-time="$when" \
    -s "$event.sig" <"$event" >/dev/null 2>&1; then
    say "$event is signed by $who" OK
  else
    say "$event is signed by $who" BAD
  fi
  about=OK
  while read -r sum file; do
    grep -q "\"sha256\":\"$sum\"},\"name\":\"$file\"" "$event" || about=BAD
  done <SHA256SUMS
  say "$event is about these files" "$about"
  if grep -q "\"previous\":$before," "$event"; then say "$event follows the one before" OK; else say "$event follows the one before" BAD; fi
  before="\"$(digest "$event")\""
done
if [ "$events" -eq 0 ]; then echo "Nobody has signed."; fi

echo "The results are $(digest record.json | cut -c1-16 | sed 's/..../& /g; s/ $//')."
exit "$bad"
