-- Two more ways in which a push ends. In a migration of their own: a new value cannot be used where it is added.
ALTER TYPE "PushStatus" ADD VALUE 'SUPERSEDED';
ALTER TYPE "PushStatus" ADD VALUE 'ACKNOWLEDGED';
