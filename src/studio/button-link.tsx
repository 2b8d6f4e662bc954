import { createLink } from '@tanstack/react-router';
import { Button } from 'antd';

/** A link that looks like a button: one element, so that it is one stop of the keyboard and one name. */
export const ButtonLink = createLink(Button);
