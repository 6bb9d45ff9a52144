"""What people declared, read and validated into frozen models."""

from sia.project.load import Project, find_project, load_project

__all__ = ["Project", "find_project", "load_project"]
