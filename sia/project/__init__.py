"""What people declared, read and validated into frozen models: `sia.project.load` is the way in."""
