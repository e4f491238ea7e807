/* What `rseq test` builds is removed when it is gone, however it went: this process waits for the end of its standard input. */
#include "probe.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* Removes the files of a folder and the folder itself once nobody has the other end of standard input. */
void remove_later(const char *folder)
{
	struct dirent *entry;
	char bytes[64];
	DIR *stream;

	/* Ctrl-C in a terminal is for everybody, and this is for what comes behind it. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	while (read(0, bytes, sizeof bytes) > 0)
		;
	/* A linker that was left alone may write a file meanwhile. */
	for (int tries = 0; tries < 3; tries++) {
		stream = opendir(folder);
		while (stream && (entry = readdir(stream)))
			unlinkat(dirfd(stream), entry->d_name, 0);
		if (stream)
			closedir(stream);
		if (!rmdir(folder))
			break;
	}
}
