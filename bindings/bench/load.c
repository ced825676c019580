/* How long it takes to load a library and call a function of it, in nanoseconds: `load LIBRARY FUNCTION`. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

int main(int count, char **arguments) {
    struct timespec before, after;
    int32_t (*call)(uint32_t, uint32_t, void *);
    void *library;
    if (count != 3) {
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &before);
    library = dlopen(arguments[1], RTLD_NOW);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    *(void **)&call = dlsym(library, arguments[2]);
    if (call == NULL || call(1, 0, NULL) != 0) {
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    printf("%lld\n", (long long)(after.tv_sec - before.tv_sec) * 1000000000 + (after.tv_nsec - before.tv_nsec));
    return 0;
}
