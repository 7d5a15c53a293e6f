"""Who is who, as a list of dated acts: nothing is overwritten, and every act can be taken back."""
