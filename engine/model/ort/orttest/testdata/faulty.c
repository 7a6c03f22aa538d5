// A library that stands in for ONNX Runtime and holds a provider called WebGPU that fails. It hands
// everything to the real library, FAULTY_REAL, so that the provider computes what the processor
// does, until the fault that FAULTY names happens: in the runs from FAULTY_FROM on, FAULTY_TIMES
// times (0: always). Runs are counted in the file FAULTY_COUNT, over all processes.
// With NEEDED it is the library that this one needs, and that the system's loader does not find by itself.
#ifdef NEEDED
int needed(void) { return 1; }
#else
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "onnxruntime_c_api.h"

static const OrtApiBase *real_base;
static const OrtApi *real;
static OrtApi ours;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// The options and sessions with the provider. None is ever taken out; none is reused while in use.
static const void *marked[4096];
static int marks;

static void mark(const void *p) {
	pthread_mutex_lock(&lock);
	marked[marks++ % 4096] = p;
	pthread_mutex_unlock(&lock);
}

static int is_marked(const void *p) {
	int found = 0;
	pthread_mutex_lock(&lock);
	for (int i = 0; i < marks && i < 4096; i++) found |= marked[i] == p;
	pthread_mutex_unlock(&lock);
	return found;
}

static void unmark(const void *p) {
	pthread_mutex_lock(&lock);
	for (int i = 0; i < marks && i < 4096; i++) if (marked[i] == p) marked[i] = NULL;
	pthread_mutex_unlock(&lock);
}

static int number(const char *name) {
	const char *v = getenv(name);
	return v ? atoi(v) : 0;
}

static int fault(const char *what) {
	const char *v = getenv("FAULTY");
	return v && strcmp(v, what) == 0;
}

static OrtStatus *fail(const char *text) { return real->CreateStatus(ORT_FAIL, text); }

// due counts a run and tells whether it is one that fails.
static int due(void) {
	FILE *f = fopen(getenv("FAULTY_COUNT"), "a");
	if (f == NULL) abort();
	fputc('.', f);
	fflush(f);
	fseek(f, 0, SEEK_END);
	int n = (int)ftell(f), from = number("FAULTY_FROM"), times = number("FAULTY_TIMES");
	fclose(f);
	return n >= from && (times == 0 || n < from + times);
}

static OrtStatus *append(OrtSessionOptions *o, const char *name, const char *const *keys,
	const char *const *values, size_t n) {
	if (strcmp(name, "WebGPU") != 0) return real->SessionOptionsAppendExecutionProvider(o, name, keys, values, n);
	if (fault("no device")) return fail("no device was found");
	if (fault("abort when asked")) abort();
	mark(o);
	return NULL;
}

static void release_options(OrtSessionOptions *o) {
	unmark(o);
	real->ReleaseSessionOptions(o);
}

static OrtStatus *create(const OrtEnv *env, const void *data, size_t n, const OrtSessionOptions *o, OrtSession **s) {
	if (is_marked(o) && fault("abort when loading")) {
		fprintf(stderr, "driver: assertion failed in compiler\n");
		abort();
	}
	if (is_marked(o) && fault("error when loading")) return fail("this graph cannot be compiled");
	OrtStatus *status = real->CreateSessionFromArray(env, data, n, o, s);
	if (status == NULL && is_marked(o)) mark(*s);
	return status;
}

static void release_session(OrtSession *s) {
	unmark(s);
	real->ReleaseSession(s);
}

static void spoil(OrtValue *v, int with_nan) {
	OrtTensorTypeAndShapeInfo *info;
	size_t n;
	float *data;
	if (real->GetTensorTypeAndShape(v, &info) || real->GetTensorShapeElementCount(info, &n) ||
		real->GetTensorMutableData(v, (void **)&data)) abort();
	real->ReleaseTensorTypeAndShapeInfo(info);
	for (size_t i = 0; i < n; i++) data[i] = with_nan ? NAN : (float)(i % 3) - 1;
}

static int64_t rows(const OrtValue *v) {
	OrtTensorTypeAndShapeInfo *info;
	int64_t dims[8];
	if (real->GetTensorTypeAndShape(v, &info) || real->GetDimensions(info, dims, 1)) abort();
	real->ReleaseTensorTypeAndShapeInfo(info);
	return dims[0];
}

static OrtStatus *run(OrtSession *s, const OrtRunOptions *o, const char *const *in, const OrtValue *const *values,
	size_t n, const char *const *out, size_t m, OrtValue **results) {
	if (!is_marked(s)) return real->Run(s, o, in, values, n, out, m, results);
	if (fault("little memory") && rows(values[0]) > number("FAULTY_FROM"))
		return fail("Failed to allocate memory for requested buffer of size 1");
	if (fault("slow")) usleep(20000);
	int now = due();
	if (now && fault("abort")) {
		fprintf(stderr, "driver: device lost\n");
		abort();
	}
	if (now && fault("hang")) for (;;) pause();
	if (now && fault("error")) return fail("DXGI_ERROR_DEVICE_REMOVED");
	OrtStatus *status = real->Run(s, o, in, values, n, out, m, results);
	if (status == NULL && now && (fault("nan") || fault("wrong"))) spoil(results[0], fault("nan"));
	return status;
}

static const OrtApi *get_api(uint32_t version) {
	real = real_base->GetApi(version);
	if (real == NULL || fault("old version")) return NULL;
	ours = *real;
	ours.SessionOptionsAppendExecutionProvider = append;
	ours.ReleaseSessionOptions = release_options;
	ours.CreateSessionFromArray = create;
	ours.ReleaseSession = release_session;
	ours.Run = run;
	return &ours;
}

static const char *get_version(void) { return real_base->GetVersionString(); }

static const OrtApiBase base = {get_api, get_version};

int needed(void);

const OrtApiBase *OrtGetApiBase(void) {
	if (!needed()) return NULL;
	void *library = dlopen(getenv("FAULTY_REAL"), RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) abort();
	real_base = ((const OrtApiBase *(*)(void))dlsym(library, "OrtGetApiBase"))();
	return &base;
}
#endif
