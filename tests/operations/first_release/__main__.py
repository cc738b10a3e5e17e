from tests.operations.first_release import make

make()
