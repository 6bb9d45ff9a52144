"""The story of a build: what is stale, the lock, the stages in turn, the manifest, the swap."""

from sia.build.story import BuildResult, build

__all__ = ["BuildResult", "build"]
