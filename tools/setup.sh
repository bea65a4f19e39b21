#!/usr/bin/env bash
# setup.sh PART...: what the parts need is on this machine afterwards, or the line to run is printed.
#
#   run       compile and run psoas          check     also test it (sanitizers, fuzzing, format)
#   coverage  coverage report                opensim   OpenSim from PyPI in build/venv
#   web       build the page's engine (WebAssembly, TypeScript)
#
# Each need is tried, not looked up, so that it may come from anywhere. What is missing comes from
# Debian's packages: installed by root, else one line is printed and the exit status is 2.
# OpenSim only serves comparisons: where it cannot be had, the reason is left in build/venv.missing.
set -u
cd "$(dirname "$0")/.." || exit 2

missing=()
need() { # need PACKAGE COMMAND...: the command succeeds where the package is there
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has() { command -v "$1"; }

need_to_run() {
  need gcc has gcc
  need libc6-dev test -e /usr/include/stdio.h
  need make has make
  need cmake has cmake
  need ninja-build has ninja
  need pkg-config has pkg-config
  need libexpat1-dev pkg-config --exists expat
  need libyaml-dev pkg-config --exists yaml-0.1
  need libmicrohttpd-dev pkg-config --exists libmicrohttpd
  need libjansson-dev pkg-config --exists jansson
  need libcmocka-dev pkg-config --exists cmocka
}

need_to_build_web() {
  need clang-14 has clang-14
  need lld-14 has wasm-ld-14
  need llvm-14 has llvm-ar-14
  need wasi-libc test -e /usr/lib/wasm32-wasi/libc.a
  need libclang-rt-14-dev-wasm32 clang_builtins
  need nodejs has node
  need npm has npm
}
clang_builtins() {
  ls "$(clang-14 -print-resource-dir)"/lib/wasi/libclang_rt.builtins-wasm32.a
}

need_to_check() {
  need_to_run
  need_to_build_web
  need python3 has python3
  need chromium has chromium
  need locales test -e /usr/share/i18n/locales/de_DE
  need clang-14 has clang-14
  need clang-format-14 has clang-format-14
  need libclang-rt-14-dev clang_runtime fuzzer
  need libclang-rt-14-dev clang_runtime asan
}
clang_runtime() {
  ls "$(clang-14 -print-resource-dir)"/lib/linux/libclang_rt."$1"-*.a
}

install_missing() {
  [ ${#missing[@]} -eq 0 ] && return 0
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  if ! has apt-get >/dev/null; then
    echo "Please install what Debian calls: ${missing[*]}" >&2
    exit 2
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "sudo apt-get update && sudo apt-get install -y ${missing[*]}"
    exit 2
  fi
  echo "Installing ${missing[*]}"
  mkdir -p build
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq &&
    apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >build/apt.log 2>&1; then
    tail -n 5 build/apt.log >&2
    echo "Could not install ${missing[*]}; see build/apt.log" >&2
    exit 2
  fi
  missing=()
}

# build/venv is complete when it says for which requirements it was made.
make_venv() {
  local stamp
  stamp=$(sha256sum <tools/requirements.txt)
  [ "$(cat build/venv/complete 2>/dev/null)" = "$stamp" ] && return 0
  need python3-venv python3 -c 'import ensurepip, venv'
  install_missing
  mkdir -p build
  rm -rf build/venv build/venv.missing
  echo "Installing OpenSim into build/venv"
  if python3 -m venv build/venv >build/venv.log 2>&1 &&
    build/venv/bin/python -m pip install --quiet --disable-pip-version-check \
      --only-binary :all: --require-hashes -r tools/requirements.txt >>build/venv.log 2>&1 &&
    build/venv/bin/python -c 'import opensim' >>build/venv.log 2>&1; then
    echo "$stamp" >build/venv/complete
  else
    echo "OpenSim could not be installed: $(tail -n 1 build/venv.log)" | tee build/venv.missing >&2
  fi
}

# A locale with a decimal comma, for the tests that say that it changes nothing.
make_locale() {
  mkdir -p build/locale
  [ -d build/locale/de_DE.UTF-8 ] || localedef -i de_DE -f UTF-8 build/locale/de_DE.UTF-8
}

for part in "$@"; do
  case $part in
  run) need_to_run ;;
  python) need python3 has python3 ;;
  check) need_to_check ;;
  web) need_to_build_web ;;
  coverage)
    need_to_check
    need gcovr has gcovr
    ;;
  opensim) ;;
  *)
    echo "setup.sh: no part '$part'" >&2
    exit 2
    ;;
  esac
done
install_missing
case " $* " in *" check "*) make_locale ;; esac
case " $* " in *" opensim "*) make_venv ;; esac
exit 0
