/* Three offices in one process, of which one's key is refused: the two others have their turn, in each thread. */
#include "harness.h"

#include <pthread.h>

#define MINUTE 60000u
#define HOUR (60 * MINUTE)
#define HELPERS "9970000111"
#define PLANNER "9970000012"
#define LENDER "9970000319"

static int32_t refuse(void *user, uint32_t scheme, const uint8_t *message, size_t message_len, uint8_t *signature,
                      size_t capacity, size_t *signature_len) {
    (void)scheme;
    (void)message;
    (void)message_len;
    (void)signature;
    (void)capacity;
    (void)signature_len;
    ++*(int *)user;
    return 1;
}

/* A client whose key cannot sign, so that the relay cannot know whose it is. */
static cpl_client *refused_client(int *calls) {
    static const uint16_t schemes[] = {0x0804};
    cpl_error *err = NULL;
    cpl_options *options = NULL;
    cpl_signer *signer = NULL;
    cpl_trust *trust = NULL;
    cpl_client *client = NULL;
    size_t len = 0;
    char *path = joined(setting("CPL_TEST_PKI"), "office-", LENDER, "-care-insurance.pem");
    unsigned char *bytes = read_file(path, &len);
    OK(cpl_signer_from_callback(calls, refuse, bytes, len, schemes, 1, &signer, &err));
    free(bytes);
    free(path);
    path = joined(setting("CPL_TEST_PKI"), "root.pem", "", "");
    bytes = read_file(path, &len);
    OK(cpl_trust_from_pem(bytes, len, &trust, &err));
    free(bytes);
    free(path);
    OK(cpl_options_new(&options, &err));
    OK(cpl_options_set(options, "base_url", setting("CPL_TEST_URL"), &err));
    OK(cpl_client_new(options, signer, trust, &client, &err));
    cpl_options_free(options);
    cpl_trust_free(trust);
    cpl_signer_free(signer);
    return client;
}

static void add(cpl_offices *offices, cpl_client *client) {
    cpl_error *err = NULL;
    OK(cpl_offices_add(offices, client, &err));
    cpl_client_free(client);
}

/* Asks the relay for this office: the code, and with it the advice that a pause depends on. */
static int32_t ask(cpl_client *client, int32_t *retry, size_t *retry_after) {
    cpl_error *err = NULL;
    cpl_office *office = NULL;
    int32_t code = cpl_client_office(client, HELPERS, NULL, &office, &err);
    if (code != CPL_OK) {
        CHECK(cpl_error_retry(err, retry) == CPL_OK && cpl_error_retry_after(err, retry_after) == CPL_OK);
    }
    cpl_office_free(office);
    cpl_error_free(err);
    return code;
}

struct round {
    size_t done, failed, pausing;
    int32_t code;
};

/* Goes around once, as a host does. */
static struct round go_around(cpl_offices *offices) {
    struct round round = {0, 0, 0, 0};
    cpl_error *err = NULL;
    cpl_turns *turns = NULL;
    cpl_turn *turn = NULL;
    OK(cpl_offices_turns(offices, MINUTE, &turns, &err));
    for (;;) {
        cpl_client *client = NULL;
        int32_t code = 0, retry = 0;
        size_t retry_after = 0;
        OK(cpl_turns_next(turns, NULL, &turn, &err));
        if (turn == NULL) {
            break;
        }
        OK(cpl_turn_client(turn, &client, &err));
        code = ask(client, &retry, &retry_after);
        cpl_client_free(client);
        if (code == CPL_OK) {
            OK(cpl_turn_done(turn, &err));
            round.done++;
        } else {
            const char *text = NULL;
            size_t len = 0;
            OK(cpl_turn_office_number(turn, &text, &len, &err));
            CHECK(same(text, len, LENDER));
            OK(cpl_turn_failed(turn, retry, retry_after, &err));
            round.failed++;
            round.code = code;
        }
        cpl_turn_free(turn);
    }
    OK(cpl_turns_pausing(turns, &round.pausing, &err));
    cpl_turns_free(turns);
    return round;
}

static void *in_thread(void *offices) {
    static struct round round;
    round = go_around((cpl_offices *)offices);
    return &round;
}

static void one_refused(void) {
    cpl_error *err = NULL;
    cpl_offices *offices = NULL;
    cpl_client *twin = client_of(HELPERS);
    struct round round;
    size_t count = 0;
    int calls = 0;
    OK(cpl_offices_new(2, &offices, &err));
    add(offices, refused_client(&calls));
    add(offices, client_of(PLANNER));
    add(offices, client_of(HELPERS));
    OK(cpl_offices_set_pause(offices, HOUR, HOUR, &err));
    OK(cpl_offices_len(offices, &count, &err));
    CHECK(count == 3);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_offices_add(offices, twin, &err));
    cpl_client_free(twin);

    round = go_around(offices);
    CHECK(round.done == 2 && round.failed == 1 && round.pausing == 0 && round.code == CPL_E_KEY_SIGN && calls > 0);
    round = go_around(offices);
    CHECK(round.done == 2 && round.failed == 0 && round.pausing == 1);
    cpl_offices_free(offices);
}

static void turns_of_threads(void) {
    cpl_error *err = NULL;
    cpl_offices *offices = NULL;
    cpl_turn *turn = NULL, *second = NULL;
    cpl_client *kept = NULL, *removed = NULL;
    cpl_sent_list *list = NULL;
    pthread_t thread;
    void *result = NULL;
    size_t count = 0;
    OK(cpl_offices_new(2, &offices, &err));
    add(offices, client_of(PLANNER));
    add(offices, client_of(HELPERS));

    OK(cpl_offices_turn(offices, HELPERS, MINUTE, NULL, &turn, &err));
    FAILS(CPL_E_BUSY, cpl_offices_turn(offices, HELPERS, MINUTE, NULL, &second, &err));
    FAILS(CPL_E_BUSY, cpl_offices_turn(offices, PLANNER, MINUTE, NULL, &second, &err));
    FAILS(CPL_E_BUSY, cpl_offices_remove(offices, HELPERS, &removed, &err));
    CHECK(second == NULL && removed == NULL);
    CHECK(pthread_create(&thread, NULL, in_thread, offices) == 0 && pthread_join(thread, &result) == 0);
    CHECK(((struct round *)result)->done == 1);

    /* The client can be used until the turn ends, and not longer. */
    OK(cpl_turn_client(turn, &kept, &err));
    OK(cpl_client_sent(kept, "", NULL, &list, &err));
    cpl_sent_list_free(list);
    list = NULL;
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_turn_failed(turn, 99, 0, &err));
    OK(cpl_turn_done(turn, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_turn_done(turn, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_client_sent(kept, "", NULL, &list, &err));
    CHECK(list == NULL);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_client_rest(kept, &err));
    cpl_client_free(kept);
    cpl_turn_free(turn);

    /* It ends with its time, and is put back when it is freed, even after the offices. */
    OK(cpl_offices_turn(offices, HELPERS, 0, NULL, &turn, &err));
    OK(cpl_turn_client(turn, &kept, &err));
    FAILS(CPL_E_TIMEOUT, cpl_client_sent(kept, "", NULL, &list, &err));
    cpl_turn_free(turn);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_client_sent(kept, "", NULL, &list, &err));
    cpl_client_free(kept);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_offices_turn(offices, "9970000998", MINUTE, NULL, &turn, &err));

    OK(cpl_offices_remove(offices, HELPERS, &removed, &err));
    OK(cpl_client_sent(removed, "", NULL, &list, &err));
    cpl_sent_list_free(list);
    cpl_client_free(removed);
    OK(cpl_offices_remove(offices, HELPERS, &removed, &err));
    CHECK(removed == NULL);
    OK(cpl_offices_len(offices, &count, &err));
    CHECK(count == 1);
    OK(cpl_offices_turn(offices, PLANNER, MINUTE, NULL, &turn, &err));
    cpl_offices_free(offices);
    OK(cpl_turn_done(turn, &err));
    cpl_turn_free(turn);
}

int main(void) {
    one_refused();
    turns_of_threads();
    return finish();
}
