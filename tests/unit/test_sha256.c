#include "base/sha256.h"

#include "check.h"

static const char *sum_of(const void *bytes, size_t size, size_t piece) {
  static char text[PS_SHA256_TEXT];
  ps_sha256 s;
  ps_sha256_begin(&s);
  for (size_t at = 0; at < size; at += piece)
    ps_sha256_add(&s, (const char *)bytes + at, size - at < piece ? size - at : piece);
  return ps_sha256_end(&s, text);
}

// the examples that come with the standard [nist2015]
static void published_examples_agree(void) {
  static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  CHECK_TEXT(sum_of("", 0, 1), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK_TEXT(sum_of("abc", 3, 3),
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_TEXT(sum_of(two, sizeof two - 1, 64),
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_letters_agree(void) {
  char a[1000];
  memset(a, 'a', sizeof a);
  ps_sha256 s;
  char text[PS_SHA256_TEXT];
  ps_sha256_begin(&s);
  for (int i = 0; i < 1000; i++)
    ps_sha256_add(&s, a, sizeof a);
  CHECK_TEXT(ps_sha256_end(&s, text),
             "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// every length around the end of a block, in pieces of every size
static void pieces_do_not_matter(void) {
  char bytes[200], whole[PS_SHA256_TEXT];
  for (int i = 0; i < 200; i++)
    bytes[i] = (char)(i * 37);
  for (size_t size = 50; size < 135; size++) {
    strcpy(whole, sum_of(bytes, size, size));
    for (size_t piece = 1; piece < 70; piece += 7)
      CHECK_TEXT(sum_of(bytes, size, piece), whole);
  }
}

static void a_file_has_the_sum_of_its_bytes(void) {
  const char *path = PSOAS_TEST_ROOT "/LICENSE";
  char text[PS_SHA256_TEXT];
  ps_file_content content;
  ps_error err;
  CHECK_EQ(ps_file_read(&content, path, 1 << 20, NULL, &err), PS_OK);
  CHECK_EQ(ps_sha256_file(text, path, NULL, &err), PS_OK);
  CHECK_TEXT(text, sum_of(content.bytes, content.size, content.size));
  ps_file_content_free(&content);
}

static void a_file_that_is_not_there_is_named(void) {
  char text[PS_SHA256_TEXT];
  ps_error err = {0};
  CHECK_EQ(ps_sha256_file(text, "no such file", NULL, &err), PS_ERR_FILE);
  CHECK_TEXT(err.path, "no such file");
  CHECK_TEXT(text, "");
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(published_examples_agree), CHECK_FACT(a_million_letters_agree),
                   CHECK_FACT(pieces_do_not_matter), CHECK_FACT(a_file_has_the_sum_of_its_bytes),
                   CHECK_FACT(a_file_that_is_not_there_is_named));
}
