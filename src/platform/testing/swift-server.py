"""OpenStack Swift out of Debian's packages, in a folder of its own: `probe FOLDER`, `rings FOLDER PORT PORT PORT`, `serve FOLDER KIND`."""

import os
import sys

import swift.common.utils as utils

verb, folder, *rest = sys.argv[1:]
# Everybody who imports the name after this gets ours.
utils.SWIFT_CONF_FILE = folder + '/swift.conf'


class Memory(dict):
    """A cache as the sign-in asks for it; memcached would do the same over a socket."""

    def __bool__(self):
        return True

    def get(self, key, **_):
        return dict.get(self, key)

    def set(self, key, value, **_):
        self[key] = value

    def delete(self, key, **_):
        self.pop(key, None)

    def incr(self, key, delta=1, **_):
        self[key] = int(self.get(key) or 0) + delta
        return self[key]


def memory_filter(_conf, **_local):
    memory = Memory()

    def wrap(app):
        def call(env, start):
            env['swift.cache'] = memory
            return app(env, start)

        return call

    return wrap


if verb == 'probe':
    import swift.common.middleware.s3api.s3api  # noqa: F401
    import swift.obj.server  # noqa: F401

    os.setxattr(folder, 'user.swift', b'1')
elif verb == 'rings':
    from swift.common.ring import RingBuilder

    for kind, port in zip(('account', 'container', 'object'), rest):
        builder = RingBuilder(2, 1, 0)
        place = {'ip': '127.0.0.1', 'port': int(port), 'device': 'disk'}
        builder.add_dev({'region': 1, 'zone': 1, 'weight': 1, **place})
        builder.rebalance()
        builder.get_ring().save('%s/%s.ring.gz' % (folder, kind))
elif verb == 'serve':
    from swift.common.wsgi import run_wsgi

    sys.exit(run_wsgi('%s/%s.conf' % (folder, rest[0]), rest[0] + '-server', verbose=True))
